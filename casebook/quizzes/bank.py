"""The bank: the question files of a case, read and checked, with every fault named by file, question and field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from casebook.errors import EvidenceError
from casebook.evidence import Case
from casebook.evidence.case import unknown
from casebook.quizzes.check import faults_of_question, faults_of_texts
from casebook.quizzes.questions import KINDS, PARTS, Asked, Question, Slug, Text

FOLDER = "data/questions"
# The heading over a page's list of objectives.
OBJECTIVES = "What you will be able to do"

_MARKS = re.compile(r"\{[\w:-]+\}`([^`<]+?)(?:\s*<[^`>]*>)?`|\[([^\]]*)\]\([^)]*\)|`")
_EMPHASIS = re.compile(r"[*_]")
_ITEM = re.compile(r"^[-*+] +(.*(?:\n(?![-*+#\n]).*)*)", re.MULTILINE)


class PageBank(BaseModel):
    """The questions of one page, with the objectives that they test.

    `skills` are the objectives that take doing, in a notebook, and so have an exercise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    page: Text
    objectives: dict[Slug, Text]
    skills: tuple[Slug, ...] = ()
    questions: tuple[Asked, ...]

    @property
    def name(self) -> str:
        """The name of the page's file and quiz: 'part-page'."""
        return name_of(self.page)


@dataclass(frozen=True)
class Bank:
    """All questions of a case, by page, in the order of the files' names."""

    pages: Mapping[str, PageBank] = field(default_factory=dict)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for page in self.pages.values() for question in _typed(page)}

    @cached_property
    def page_of(self) -> Mapping[str, str]:
        """The page of each question."""
        return {question.id: page.page for page in self.pages.values() for question in page.questions}

    def asked(self, what: str | Sequence[str]) -> list[Question]:
        """The questions of a page (by its name or its file's), or those with these ids, in their order.

        Raises UnknownId for a page without questions and for an id that no question has.
        """
        if not isinstance(what, str):
            return [self._question(name) for name in what]
        for page in self.pages.values():
            if what in (page.page, page.name):
                return _typed(page)
        names = dict.fromkeys([*self.pages, *(page.name for page in self.pages.values())])
        raise unknown(what, list(names), "page with questions")

    def _question(self, name: str) -> Question:
        if name not in self.questions:
            raise unknown(name, list(self.questions), "question")
        return self.questions[name]


def name_of(page: str) -> str:
    """The name of a page's question file: its folder and its own name."""
    return "-".join(page.split("/")[-2:])


def load_bank(case: Case) -> Bank:
    """Read every file of `data/questions`; a case without any has an empty bank.

    Raises EvidenceError with one line for every fault found, naming file, question and field.
    """
    problems: list[str] = []
    pages: dict[str, PageBank] = {}
    asked: list[tuple[str, str]] = []  # file and question id, as they stand
    tested: list[tuple[str, str]] = []  # file and objective id
    for path in sorted((case.root / FOLDER).glob("*.y*ml")):
        where = f"{FOLDER}/{path.name}"
        already = len(problems)
        raw = _read(path, where, problems)
        if raw is None:
            continue
        page = _page_of(raw, where, path.name, case, problems)
        asked += [(where, one["id"]) for one in _questions_in(raw) if isinstance(one.get("id"), str)]
        if isinstance(raw.get("objectives"), dict):
            tested += [(where, str(name)) for name in raw["objectives"]]
        if page and len(problems) == already:
            if page.page in pages:
                problems.append(f"{where}, field page: {page.page!r} has a question file already; put them into one")
            pages[page.page] = page
    problems += [
        f"{where}, question {name}, field id: the same id stands in {others}; ids are unique in the whole bank"
        for where, name, others in _twice(asked)
    ]
    problems += [
        f"{where}, field objectives.{name}: the same id stands in {others}; ids are unique in the whole bank"
        for where, name, others in _twice(tested)
    ]
    if problems:
        raise EvidenceError(problems)
    return Bank(pages)


class _Loader(yaml.SafeLoader):
    """YAML that refuses a field written twice, of which the plain reader would keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for key, times in Counter(keys).items():
            if times > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field {key!r} is written {times} times", node.start_mark
                )
        return super().construct_mapping(node, deep)


def _read(path: Path, where: str, problems: list[str]) -> dict[str, Any] | None:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError:
        problems.append(f"{where}: not in UTF-8; save it as UTF-8")
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        problems.append(
            f"{where}{line}: not readable as YAML ({error.problem}); "
            "put texts into quotation marks, and indent by two spaces"
        )
        return None
    except yaml.YAMLError as error:
        problems.append(f"{where}: not readable as YAML ({error})")
        return None
    if not isinstance(raw, dict):
        problems.append(f"{where}: holds no fields; it needs page, objectives and questions")
        return None
    return raw


def _page_of(raw: dict[str, Any], where: str, filename: str, case: Case, problems: list[str]) -> PageBank | None:
    """The page's questions, or None, with all that is wrong told in `problems`."""
    questions: list[Asked] = []
    faults: list[str] = []
    for name in raw:
        if name not in PageBank.model_fields:
            faults.append(
                f"{where}, field {name}: unknown; the fields of a file are page, objectives, skills and questions"
            )
    objectives = raw.get("objectives")
    if isinstance(raw.get("page"), str):
        faults += _faults_of_page(raw["page"], objectives, where, filename, case)
    else:
        faults.append(f"{where}, field page: missing, or no text; name the page without its suffix")
    if not isinstance(objectives, dict) or not objectives:
        faults.append(f"{where}, field objectives: missing, or no list of ids with their words")
        objectives = {}
    faults += _faults_of_skills(raw.get("skills", []), objectives, where)
    if not _questions_in(raw):
        faults.append(f"{where}, field questions: missing, or no list of questions")
    listed = raw.get("questions")
    for number, one in enumerate(listed if isinstance(listed, list) else [], start=1):
        if not isinstance(one, dict):
            faults.append(f"{where}, question {number}: no fields; begin each question with '- id:'")
            continue
        name = one["id"] if isinstance(one.get("id"), str) else f"{number} (by its place)"
        question, found = _question_of(one, objectives, case)
        faults += [f"{where}, question {name}, field {at}: {what}" for at, what in found]
        if question:
            questions.append(question)
    problems += faults
    if faults:
        return None
    plain = {name: plain_words(str(words)) for name, words in objectives.items()}
    return PageBank(page=raw["page"], objectives=plain, skills=tuple(raw.get("skills", [])), questions=tuple(questions))


def _faults_of_skills(skills: Any, objectives: dict[str, str], where: str) -> Iterator[str]:
    if not isinstance(skills, list):
        yield f"{where}, field skills: {skills!r} is no list; write the ids of objectives, such as  skills: [some-id]"
        return
    for number, name in enumerate(skills, start=1):
        at = f"{where}, field skills[{number}]"
        if name not in objectives:
            yield f"{at}: {unknown(str(name), list(objectives), 'objective of this file')}"
        elif name in skills[: number - 1]:
            yield f"{at}: {name!r} stands here twice; take it out"


def _questions_in(raw: dict[str, Any]) -> list[dict[str, Any]]:
    listed = raw.get("questions")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _question_of(
    raw: dict[str, Any], objectives: dict[str, str], case: Case
) -> tuple[Asked | None, list[tuple[str, str]]]:
    """The question, if it is of the right shape, and every fault of it, each with its field."""
    kind = raw.get("type")
    if kind not in KINDS:
        said = "missing; say" if kind is None else f"{kind!r} is no type; use"
        return None, [("type", f"{said} one of {', '.join(KINDS)}")]
    faults = list(faults_of_texts(raw, case))
    try:
        question = KINDS[kind].model_validate(raw)
    except ValidationError as error:
        found = [one for one in error.errors(include_url=False) if not _is_echo(one)]
        return None, [_said(one, KINDS[kind]) for one in found] + faults
    return question, faults + list(faults_of_question(question, objectives, case))


def _is_echo(error: Any) -> bool:
    """Whether a list is called too short only because parts of it, told of elsewhere, are not as they must be."""
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _said(error: Any, kind: type[Asked]) -> tuple[str, str]:
    """A fault of shape in plain words, with its field."""
    names = [name for name in error["loc"] if isinstance(name, str)]
    place = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in error["loc"]).lstrip(".")
    found, limits = error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "missing":
            return place, "missing; add it"
        case "extra_forbidden":
            holder: type[BaseModel] = PARTS[names[0]] if len(names) > 1 and names[0] in PARTS else kind
            known = [about.alias or name for name, about in holder.model_fields.items()]
            near = get_close_matches(names[-1], known, n=1)
            mean = f"; did you mean {near[0]!r}?" if near else ""
            return place, f"unknown{mean} (the fields here are {', '.join(known)})"
        case "string_type":
            return place, f"{found!r} is no text; put it into quotation marks"
        case "string_too_short":
            return place, "empty; write it, or take the field out if it need not be there"
        case "string_pattern_mismatch":
            return place, f"{found!r} is no readable id; use lower-case words joined by hyphens"
        case "literal_error":
            return place, f"{found!r} is not one of {limits['expected']}"
        case "too_short":
            return place, f"has {limits['actual_length']}; at least {limits['min_length']} are needed"
        case "too_long":
            # The count that pydantic gives of a tuple stops at the first one too many.
            return place, f"has more than {limits['max_length']}; {limits['max_length']} are the most"
        case "tuple_type":
            return place, "is no list; begin each of its lines with '-'"
        case "model_type":
            return place, f"{found!r} has no fields; it needs some, such as 'text:'"
        case "greater_than_equal" | "less_than_equal":
            return place, f"{found!r} is out of range; use a number {limits.get('ge', limits.get('le'))} or " + (
                "above" if "ge" in limits else "below"
            )
    return place, f"{error['msg'][0].lower()}{error['msg'][1:]}; found {found!r}"


def _faults_of_page(page: str, objectives: Any, where: str, filename: str, case: Case) -> Iterator[str]:
    path = case.root / f"{page}.md"
    if page != page.strip("/ ") or ".." in page or not path.is_file():
        yield f"{where}, field page: there is no page {page}.md; name a page of the book without its suffix"
        return
    if filename != f"{name_of(page)}.yml":
        yield f"{where}, field page: the file of the questions on {page!r} is called {name_of(page)}.yml; rename it"
    listed = objectives_of(path.read_text(encoding="utf-8"))
    for name, words in objectives.items() if isinstance(objectives, dict) else ():
        at = f"{where}, field objectives.{name}"
        if not isinstance(words, str) or not words.strip():
            yield f"{at}: no text; copy the objective's words from the page"
        elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(name)):
            yield f"{at}: {name!r} is no readable id; use lower-case words joined by hyphens"
        elif plain_words(words) not in listed:
            near = get_close_matches(plain_words(words), listed, n=1, cutoff=0.5)
            mean = f"did you mean {near[0]!r}?" if near else "copy the words from there"
            yield f"{at}: these words are not in the list {OBJECTIVES!r} of {page}.md; {mean}"


def objectives_of(markdown: str) -> list[str]:
    """The objectives that a page lists, as plain words."""
    after = re.split(rf"^#+ +{re.escape(OBJECTIVES)} *$", markdown, maxsplit=1, flags=re.MULTILINE)
    section = re.split(r"^#+ |^```", after[1], maxsplit=1, flags=re.MULTILINE)[0] if len(after) > 1 else ""
    return [plain_words(item) for item in _ITEM.findall(section)]


def plain_words(markdown: str) -> str:
    """A line of Markdown without its marks."""
    words = _MARKS.sub(lambda mark: mark[1] or mark[2] or "", _EMPHASIS.sub("", markdown))
    return " ".join(words.split())


def _twice(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Each id that stands more than once, at its later places, with the file of the first."""
    first: dict[str, str] = {}
    for where, name in found:
        if name in first:
            yield where, name, "this file too" if first[name] == where else first[name]
        first.setdefault(name, where)


def _typed(page: PageBank) -> list[Question]:
    return list(page.questions)  # type: ignore[arg-type]  # each is one of the kinds: nothing else is read
