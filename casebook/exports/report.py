"""What was written, and what each format holds otherwise than the page: first by format, then by question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from casebook.evidence import Case
from casebook.exports.chapter import chapters_of
from casebook.exports.written import Written
from casebook.quizzes import Bank


def write(bank: Bank, case: Case, written: Sequence[Written], out: Path) -> Path:
    """Write `report.md` into the folder `out`."""
    path = out / "report.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report_of(bank, case, written, out), encoding="utf-8", newline="\n")
    return path


def report_of(bank: Bank, case: Case, written: Sequence[Written], out: Path) -> str:
    """The report in Markdown; paths in it start at the folder `out`."""
    lines = [
        f"# Questions of {case.about['title']}",
        "",
        f"The bank holds {_counted(len(bank.questions), 'question')} on {_counted(len(bank.pages), 'page')}.",
        "",
        "| format | files | questions | held otherwise |",
        "|---|---|---|---|",
        *(f"| {one.format} | {_files(one, out)} | {one.questions} | {_touched(one)} |" for one in written),
    ]
    for one in written:
        if one.limits:
            lines += ["", f"## {one.format}: what holds of every question", "", *(f"- {said}" for said in one.limits)]
    lines += ["", "## By question", ""]
    lines += _by_question(bank, case, written) or ["Every format holds every question as the page does."]
    return "\n".join([*lines, ""])


def summary_of(written: Written) -> str:
    """The format in a line: how many questions it holds, and how many of them otherwise than the page."""
    said = f"{written.format}: {_counted(written.questions, 'question')}"
    touched = _touched(written)
    return f"{said}, {touched} of them held otherwise than on the page" if touched else f"{said}, as on the page"


def _by_question(bank: Bank, case: Case, written: Sequence[Written]) -> list[str]:
    lines: list[str] = []
    for chapter in chapters_of(bank, case):
        told: list[str] = []
        for question in chapter.questions:
            notes = [
                f"  - {one.format}: {note.said}"
                for one in written
                for note in one.notes
                if note.question == question.id
            ]
            told += [f"- `{question.id}`", *notes] if notes else []
        lines += [f"### {chapter.title}", "", *told, ""] if told else []
    return lines[:-1]


def _touched(written: Written) -> int:
    return len({note.question for note in written.notes})


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _files(written: Written, out: Path) -> str:
    names = [path.relative_to(out).as_posix() for path in written.paths]
    return ", ".join(f"`{name}`" for name in names) if len(names) < 3 else f"{len(names)} in `{Path(names[0]).parent}/`"
