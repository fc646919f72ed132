"""The pages of a book as text: read, checked against the evidence, and written out as notebooks."""

from casebook.pages.check import Problem, check_book, check_page, check_pages, uses_of
from casebook.pages.reader import Page, QuizCall, read_book, read_page

__all__ = [
    "Page",
    "Problem",
    "QuizCall",
    "check_book",
    "check_page",
    "check_pages",
    "read_book",
    "read_page",
    "uses_of",
]
