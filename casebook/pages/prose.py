"""Measure the pages as prose: reading ease, long sentences, American spellings, likely misspellings.

What is measured is what a reader sees: roles are put into words first, with line numbers kept. Code, the options of
directives, headings and tables are apart, and so is a bracket that only names sources, which reads as a note does.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from casebook.errors import CasebookError
from casebook.evidence import Case
from casebook.pages.check import Problem
from casebook.pages.notebooks import in_words
from casebook.pages.reader import MARKDOWN, NOT_PROSE, Page, read_book, split_options

LONGEST = 40
EASIEST_ALLOWED = 45.0
# Below this many words the formula says nothing; its author wanted samples of a hundred.
ENOUGH_WORDS = 100

# What an American speller also writes, kept here because British English has it in one sense.
BRITISH_TOO = {
    "practice": "the noun; 'practise' is the verb",
    "practices": "the noun; 'practise' is the verb",
    "judgment": "a court's; so spelt in English law",
    "judgments": "a court's; so spelt in English law",
    "program": "one that a computer runs; 'programme' is any other",
    "programs": "those that a computer runs; 'programme' is any other",
    "draft": "a first version; 'draught' is of air, beer or ships",
    "drafts": "first versions; 'draught' is of air, beer or ships",
    "drafted": "written in a first version; 'draught' is of air, beer or ships",
    "license": "the verb; 'licence' is the noun",
    "check": "to look whether; 'cheque' is a payment",
    "checks": "looks whether; 'cheque' is a payment",
    "disk": "a computer's; 'disc' is any other",
}
# What the list of misspellings takes for wrong although British dictionaries have it.
RIGHT_HERE = {"fulfilment": "British for what Americans write with four l"}

_ROLE = re.compile(r"\{([\w-]+)\}`([^`]+)`")
_SILENT = re.compile(r"\s*\{(?:rests|index)\}`[^`]*`")
_ONLY_SOURCES = re.compile(
    r"\s*\((?:(?:and\s+)?\{(?:source|working)\}`[^`]*`(?:,\s+(?:paragraphs?|sections?)\s[^;){}]*)?[;,]?\s*)+\)"
)
_LONG = re.compile(r"%\s*long:\s*(\S.*)")
_DIRECTIVE = re.compile(r"\{([A-Za-z][\w:-]*)\}\s*(.*)", re.DOTALL)
# A full stop that ends no sentence: after an initial, and after what is cut short.
_CUT_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:No|v|Mr|Mrs|Ms|Dr|St|Ltd|Co|Inc|vol|p|pp|e\.g|i\.e|cf))\.$")
_END = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9£])")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item or definition as read, from its first line; `excused` says why it may be long."""

    text: str
    line: int
    is_long: bool = False
    excused: str = ""

    def sentences(self) -> Iterator[tuple[str, int]]:
        """Each sentence in one line, with the line on which it begins."""
        start = 0
        for end in [*self._ends(), len(self.text)]:
            piece = self.text[start:end]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield " ".join(piece.split()), self.line + self.text.count("\n", 0, start + lead)
            start = end

    def _ends(self) -> Iterator[int]:
        for match in _END.finditer(self.text):
            if not _CUT_SHORT.search(self.text[: match.start() + 1]):
                yield match.end()


@dataclass(frozen=True, slots=True)
class Measured:
    """A page's prose in numbers; `ease` is None where there is too little to measure."""

    page: str
    words: int
    ease: float | None
    mean: float
    longest: int


@dataclass(slots=True)
class Prose:
    """What a page says in sentences (`passages`), and every line of it that can be misspelt (`lines`)."""

    passages: list[Passage] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)


def prose_of(case: Case, page: Page) -> Prose:
    """The prose of a page of `case`, roles in words."""
    prose = Prose()
    text = _in_words(case, page.path.read_text(encoding="utf-8"))
    excuses = {
        number + 1: match[1].strip()
        for number, line in enumerate(text.split("\n"), 1)
        if (match := _LONG.match(line.strip()))
    }
    _read(text, 1, prose, excuses)
    return prose


def measure(page: str, prose: Prose) -> Measured:
    """The numbers of one page's prose."""
    sentences = [sentence for passage in prose.passages for sentence, _ in passage.sentences()]
    counts = [_words_in(sentence) for sentence in sentences]
    words = sum(counts)
    if not words:
        return Measured(page, 0, None, 0.0, 0)
    ease = _ease(sentences) if words >= ENOUGH_WORDS else None
    return Measured(page, words, ease, words / len(counts), max(counts))


def check_prose(case: Case, root: Path) -> tuple[list[Measured], list[Problem]]:
    """Every page of the book at `root` in numbers, and what to mend, page by page.

    Raises CasebookError where the tools that know spelling and syllables are not installed.
    """
    _need_tools()
    measured, problems = [], []
    proses = {page.name: prose_of(case, page) for page in read_book(root)}
    spelt = {f"{name}.md": prose.lines for name, prose in proses.items()} | _questions(root)
    wrong = misspellings(spelt)
    for name, prose in proses.items():
        numbers = measure(name, prose)
        measured.append(numbers)
        if numbers.ease is not None and numbers.ease < EASIEST_ALLOWED:
            message = f"reading ease {numbers.ease:.0f}, below {EASIEST_ALLOWED:.0f}: shorten sentences and words"
            problems.append(Problem(f"{name}.md", 0, message))
        problems += _long_sentences(f"{name}.md", prose)
    for path, lines in spelt.items():
        problems += [*_american(path, lines), *wrong.get(path, [])]
    order = {path: number for number, path in enumerate(spelt)}
    return measured, sorted(problems, key=lambda problem: (order[problem.path], problem.line))


def _questions(root: Path) -> dict[str, dict[int, str]]:
    """The lines of the files of questions, which readers see too, by their paths."""
    return {
        path.relative_to(root).as_posix(): dict(enumerate(path.read_text(encoding="utf-8").split("\n"), 1))
        for path in sorted((root / "data" / "questions").glob("*.yml"))
    }


def misspellings(lines: dict[str, dict[int, str]]) -> dict[str, list[Problem]]:
    """Likely misspellings by file, from each file's lines by their numbers."""
    with tempfile.TemporaryDirectory() as folder:
        for number, numbered in enumerate(lines.values()):
            text = "\n".join(numbered.get(line, "") for line in range(1, max(numbered, default=0) + 1))
            Path(folder, f"{number}.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "codespell_lib", "--ignore-words-list", ",".join(RIGHT_HERE), "."]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.stderr.strip():
        raise CasebookError(f"the spelling check did not run: {done.stderr.strip()}")
    paths = list(lines)
    problems: dict[str, list[Problem]] = {}
    for told in re.finditer(r"(\d+)\.txt:(\d+): (.+?) ==> (.+)", done.stdout):
        path = paths[int(told[1])]
        message = f"'{told[3]}' is likely a misspelling of '{told[4].strip()}'"
        problems.setdefault(path, []).append(Problem(path, int(told[2]), message))
    return problems


def _long_sentences(path: str, prose: Prose) -> Iterator[Problem]:
    for passage in prose.passages:
        if passage.is_long and not passage.excused:
            yield Problem(path, passage.line, "marked {.long}: say why on the line before it: % long: reason")
        for sentence, line in passage.sentences():
            count = _words_in(sentence)
            if count > LONGEST and not passage.is_long:
                beginning = " ".join(sentence.split()[:6])
                yield Problem(path, line, f"a sentence of {count} words, over {LONGEST}: '{beginning} …'")


def _american(path: str, lines: dict[int, str]) -> Iterator[Problem]:
    from breame.spelling import american_spelling_exists, get_british_spelling

    for line, text in lines.items():
        for word in _WORD.findall(text):
            if word.lower() not in BRITISH_TOO and american_spelling_exists(word):
                message = f"'{word}' is American; write '{get_british_spelling(word)}'"
                yield Problem(path, line, message)


def _ease(sentences: list[str]) -> float:
    """Flesch's reading ease; each sentence keeps one full stop, so that none is counted twice."""
    from textstat import textstat

    return float(textstat.flesch_reading_ease(". ".join(re.sub(r"[.!?]", "", text) for text in sentences) + "."))


def _words_in(sentence: str) -> int:
    """Words as a reader counts them: what stands between spaces and holds a letter or a digit."""
    return sum(1 for word in sentence.split() if re.search(r"\w", word))


def _need_tools() -> None:
    try:
        import breame  # noqa: F401
        import codespell_lib  # noqa: F401
        import textstat  # noqa: F401
    except ImportError as error:
        raise CasebookError(
            f"{error.name} is not installed: the check of the prose needs what requirements-test.txt lists"
        ) from error


def _in_words(case: Case, markdown: str) -> str:
    """`markdown` with each role in words and with as many lines as before."""

    def lines_only(match: re.Match[str]) -> str:
        return "\n" * match[0].count("\n")

    text = _SILENT.sub(lines_only, _ONLY_SOURCES.sub(lines_only, markdown))
    return _ROLE.sub(lambda match: " ".join(in_words(case, match[0]).split()) + lines_only(match), text)


def _read(text: str, first_line: int, prose: Prose, excuses: dict[int, str]) -> None:
    """Read blocks of Markdown into `prose`; `excuses` are the reasons of long blocks, by the line after the reason."""
    parser = create_md_parser(MdParserConfig(enable_extensions=MARKDOWN), RendererHTML)
    opened: list[Token] = []
    for token in parser.parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline":
            said = _text_of(token)
            _spell(said, line, prose)
            if not any(block.type in ("heading_open", "table_open", "dt_open") for block in opened):
                marked = next((block for block in opened if "long" in str(block.attrGet("class") or "").split()), None)
                # The block begins behind its attributes, and those behind the reason.
                before = first_line + (marked.map[0] if marked and marked.map else 0)
                excused = excuses.get(before, "") or excuses.get(before - 1, "")
                prose.passages.append(Passage(said, line, marked is not None, excused))
        elif token.type in ("fence", "colon_fence"):
            _read_fence(token, line, prose, excuses)


def _read_fence(token: Token, line: int, prose: Prose, excuses: dict[int, str]) -> None:
    match = _DIRECTIVE.match(token.info.strip())
    if not match or match[1] in NOT_PROSE:
        return
    if match[1] != "argued":  # its argument is the name of a side, not words
        _spell(match[2], line, prose)
    options, body = split_options(token.content)
    if match[1] == "glossary":  # what stands at the margin is a term
        body = "\n".join(text.strip() if text.startswith(" ") else "" for text in body.split("\n"))
    _read(body, line + 1 + options, prose, excuses)


def _text_of(token: Token) -> str:
    pieces = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type in ("text", "code_inline", "myst_role"):
            pieces.append(child.content)
    return "".join(pieces)


def _spell(text: str, line: int, prose: Prose) -> None:
    for number, said in enumerate(text.split("\n"), line):
        prose.lines[number] = f"{prose.lines.get(number, '')} {said}".strip()
