"""A matching question in QTI 1.2, in the shape in which Canvas writes and reads its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Pairing:
    """Parts, each with a key and its words; what each can be matched with; what it is matched with; and why.

    `prompt` and `general` (which may be empty) are HTML that is escaped already; all other texts are plain.
    """

    id: str
    title: str
    prompt: str
    general: str
    parts: Sequence[tuple[str, str]]
    choices: Mapping[str, str]
    answers: Mapping[str, str]
    feedback: Mapping[str, str]


def matching_item(pairing: Pairing) -> str:
    """The item, from its opening tag to its closing one."""
    # Canvas reads the first digits in the name of a choice as its number, so each is a number and no more.
    numbers = {key: str(number) for number, key in enumerate(pairing.choices, start=1)}
    return "\n".join(
        [
            f'<item ident="text2qti_question_{pairing.id}" title="{escape(pairing.title)}">',
            _metadata(pairing),
            "<presentation>",
            f'<material><mattext texttype="text/html">{pairing.prompt}</mattext></material>',
            *(_response(key, words, pairing.choices, numbers) for key, words in pairing.parts),
            "</presentation>",
            "<resprocessing>",
            '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>',
            *([_always_told()] if pairing.general else []),
            *(_processing(key, numbers[pairing.answers[key]], len(pairing.parts)) for key, _ in pairing.parts),
            "</resprocessing>",
            *([_told("general_fb", pairing.general)] if pairing.general else []),
            *(_told(f"{key}_fb", _html(pairing.feedback[key])) for key, _ in pairing.parts),
            "</item>",
        ]
    )


def _metadata(pairing: Pairing) -> str:
    fields = {
        "question_type": "matching_question",
        "points_possible": "1",
        "original_answer_ids": ",".join(key for key, _ in pairing.parts),
        "assessment_question_identifierref": f"text2qti_question_ref_{pairing.id}",
    }
    rows = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>\n"
        for label, entry in fields.items()
    )
    return f"<itemmetadata><qtimetadata>\n{rows}</qtimetadata></itemmetadata>"


def _response(key: str, words: str, choices: Mapping[str, str], numbers: Mapping[str, str]) -> str:
    labels = "".join(
        f'<response_label ident="{numbers[choice]}"><material><mattext>{escape(text)}</mattext></material>'
        "</response_label>\n"
        for choice, text in choices.items()
    )
    left = f'<material><mattext texttype="text/plain">{escape(words)}</mattext></material>'
    return f'<response_lid ident="response_{key}">\n{left}\n<render_choice>\n{labels}</render_choice>\n</response_lid>'


def _processing(key: str, number: str, parts: int) -> str:
    """A part of the score for the right choice, and what is said of any other."""
    right = f'<varequal respident="response_{key}">{number}</varequal>'
    return (
        f'<respcondition><conditionvar>{right}</conditionvar><setvar varname="SCORE" action="Add">{100 / parts:.2f}'
        "</setvar></respcondition>\n"
        f"<respcondition><conditionvar><not>{right}</not></conditionvar>"
        f'<displayfeedback feedbacktype="Response" linkrefid="{key}_fb"/></respcondition>'
    )


def _always_told() -> str:
    return (
        '<respcondition continue="Yes"><conditionvar><other/></conditionvar>'
        '<displayfeedback feedbacktype="Response" linkrefid="general_fb"/></respcondition>'
    )


def _told(name: str, html: str) -> str:
    material = f'<material><mattext texttype="text/html">{html}</mattext></material>'
    return f'<itemfeedback ident="{name}"><flow_mat>{material}</flow_mat></itemfeedback>'


def _html(text: str) -> str:
    return escape(f"<p>{escape(text, quote=False)}</p>", quote=False)
