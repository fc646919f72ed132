"""The bank in other people's formats: learning platforms, paper, flash cards."""

from casebook.exports.written import Note, Written

__all__ = ["Note", "Written"]
