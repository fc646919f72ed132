"""A quiz in a notebook: a widget where a kernel answers, plain HTML and words where none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from casebook.evidence import Case
from casebook.kernel import is_building
from casebook.quizzes.bank import load_bank
from casebook.quizzes.render import quiz_html
from casebook.quizzes.words import quiz_markdown

if TYPE_CHECKING:
    from casebook.quizzes.widget import LiveQuiz


@dataclass(frozen=True)
class StillQuiz:
    """A quiz on a page without a kernel: `html` for the page's script, `markdown` for what shows no HTML."""

    html: str
    markdown: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html, "text/markdown": self.markdown, "text/plain": self.markdown}


def quiz(
    what: str | Sequence[str], *, case: Case | None = None, root: str | Path | None = None
) -> LiveQuiz | StillQuiz:
    """The quiz of a page, named as its file of questions or its path in the book; or a list of question ids.

    In a notebook it is a widget whose answers and scores Python can read; while a book is built, HTML for its page.
    The case is the one given, the one at `root`, or the one that the working directory lies in.
    Raises UnknownId for a page without questions and for an id that no question has, EvidenceError for an unsound bank.
    """
    case = case or Case.load(root)
    bank = load_bank(case)
    if is_building():
        return StillQuiz(quiz_html(bank, case, what), quiz_markdown(bank, case, what))
    # Only now, since it takes as long as all else here together, and a build needs none of it.
    from casebook.quizzes.widget import LiveQuiz

    return LiveQuiz(bank, case, what)
