"""The live quiz: the page's own HTML, script and stylesheet as a widget, so that answers and scores reach Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
from traitlets import Dict, Float, Int, Unicode, observe

from casebook.evidence import Case
from casebook.quizzes.bank import Bank
from casebook.quizzes.render import quiz_html, without_links, without_script
from casebook.quizzes.words import quiz_markdown

_STATIC = Path(__file__).parent / "static"


class LiveQuiz(anywidget.AnyWidget):
    """A quiz whose state Python shares with every view of it.

    Each trait goes from question id to something, and has the questions that were checked and no others:
    `answers` to the response as given (a key, a list of keys, the text typed, a dict of keys; of a short answer
    `{"text": ..., "ticked": [...]}`), `scores` to 0 for wrong up to 1 for right, `tries` to how often it was checked.
    `score` is the share of the whole set, from 0 to 1: what was not tried counts as 0.
    """

    _esm = _STATIC / "quiz.js"
    _css = _STATIC / "quiz.css"

    html = Unicode().tag(sync=True)
    answers = Dict(key_trait=Unicode()).tag(sync=True)
    scores = Dict(key_trait=Unicode(), value_trait=Float(min=0, max=1)).tag(sync=True)
    tries = Dict(key_trait=Unicode(), value_trait=Int(min=1)).tag(sync=True)
    score = Float(0.0, read_only=True)

    def __init__(self, bank: Bank, case: Case, what: str | Sequence[str]) -> None:
        """Show the questions of a page, or those with these ids."""
        self.questions = bank.asked(what)
        page = quiz_html(bank, case, what)
        # A notebook has no rows for a mark to lead to.
        plain = without_links(page)
        self._still = {"text/html": without_script(plain), "text/markdown": quiz_markdown(bank, case, what)}
        super().__init__(html=plain)

    def results(self) -> pd.DataFrame:
        """One row for each question, in the order of the set, whether it was tried or not.

        Columns: question (its id), type, objective (its id), tries, score (0 to 1, missing where nothing is marked),
        answered (whether an answer is marked now).
        """
        return pd.DataFrame(
            {
                "question": [one.id for one in self.questions],
                "type": [one.type for one in self.questions],
                "objective": [one.objective for one in self.questions],
                "tries": [self.tries.get(one.id, 0) for one in self.questions],
                "score": pd.Series([self.scores.get(one.id) for one in self.questions], dtype="float64"),
                "answered": [one.id in self.scores for one in self.questions],
            }
        )

    @observe("scores")
    def _add_up(self, change: Any) -> None:
        asked = [self.scores.get(one.id, 0.0) for one in self.questions]
        self.set_trait("score", sum(asked) / len(asked) if asked else 0.0)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, and beside it what a viewer without widgets can show: questions with their answers folded."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if bundle else ({}, {})
        return data | self._still | {"text/plain": repr(self)}, metadata

    def __repr__(self) -> str:
        """How far the set is."""
        return f"<quiz of {len(self.questions)} questions, {len(self.scores)} marked, score {self.score:.0%}>"
