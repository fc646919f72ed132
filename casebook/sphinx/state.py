"""What one build knows of the case: loaded once, checked once, and compared with the build before."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging

from casebook.errors import EvidenceError
from casebook.evidence import Case
from casebook.pages import Page, check_pages, read_book, uses_of
from casebook.pages.marks import check_marks, marks_required
from casebook.quizzes import Bank, load_bank
from casebook.quizzes.objectives import check_objectives, curriculum_of
from casebook.quizzes.shown import ids_on, problems_of_quizzes
from casebook.sphinx.execution import digest_of

# Directives that write of all pages at once.
_OVERVIEWS = {"sides", "objectives", "exercises"}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """The case of this build, its questions, its pages as text, and where each id is used."""

    case: Case
    bank: Bank
    pages: list[Page]
    uses: dict[str, list[str]]


def load_case(app: Sphinx) -> None:
    """Load and check evidence and questions.

    Raises ExtensionError, every fault on a line of its own, where they are not sound.
    """
    try:
        case = Case.load(Path(app.srcdir))
    except EvidenceError as error:
        raise ExtensionError(_numbered("the evidence is not sound", error.problems)) from None
    try:
        bank = load_bank(case)
    except EvidenceError as error:
        raise ExtensionError(_numbered("the questions are not sound", error.problems)) from None
    pages = read_book(Path(app.srcdir))
    uses = with_quizzes(uses_of(case, pages), pages, bank)
    app.casebook = State(case, bank, pages, uses)  # type: ignore[attr-defined]


def state_of(app: Sphinx) -> State:
    """The state that `load_case` made."""
    state: State = app.casebook  # type: ignore[attr-defined]
    return state


def with_quizzes(uses: dict[str, list[str]], pages: list[Page], bank: Bank) -> dict[str, list[str]]:
    """`uses`, with the pages whose quiz names an id counted among those that use it."""
    quizzes = {page.name: ids_on(page, bank) for page in pages}
    named = {name for ids in quizzes.values() for name in ids}
    return {
        name: [page.name for page in pages if page.name in uses.get(name, ()) or name in quizzes.get(page.name, ())]
        for name in dict.fromkeys([*uses, *sorted(named)])
    }


def refuse_unsound_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Refuse the build, with page and line of every problem, before anything is read or run."""
    state = state_of(app)
    problems = check_pages(state.case, state.pages) + problems_of_quizzes(state.bank, state.pages)
    if not problems and marks_required(state.case):
        problems = check_marks(state.case, state.pages)
        problems += check_objectives(curriculum_of(state.bank, state.pages, state.case.root))
    if problems:
        raise ExtensionError(
            _numbered("the pages are not carried by the evidence", [str(problem) for problem in problems])
        )


def outdated_by_evidence(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> set[str]:
    """The pages to read again: all of them after the evidence changed, else those made from where ids are used."""
    digest = digest_of(Path(app.srcdir))
    previous = getattr(env, "casebook_digest", digest)
    env.casebook_digest = digest  # type: ignore[attr-defined]
    generated = {home for home in env.get_domain("case").data["homes"].values() if home in env.found_docs}
    generated |= {page.name for page in state_of(app).pages if _OVERVIEWS & set(page.directives)} & env.found_docs
    return set(env.found_docs) if previous != digest else generated


def _numbered(what: str, problems: list[str]) -> str:
    many = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"{what} ({many}):\n" + "\n".join(f"  {problem}" for problem in problems)
