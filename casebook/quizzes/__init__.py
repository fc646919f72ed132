"""Self-check questions: one bank in plain text, checked against the evidence, and written out for a page.

Marking is not done here: `static/quiz.js` marks, from what `payload` hands it.
"""

from casebook.quizzes.bank import Bank, PageBank, load_bank
from casebook.quizzes.live import StillQuiz, quiz
from casebook.quizzes.payload import payload_of
from casebook.quizzes.questions import Question
from casebook.quizzes.render import progress_html, quiz_html
from casebook.quizzes.row import kind_of, words_of

__all__ = [
    "Bank",
    "PageBank",
    "Question",
    "StillQuiz",
    "kind_of",
    "load_bank",
    "payload_of",
    "progress_html",
    "quiz",
    "quiz_html",
    "words_of",
]
