"""The machinery knows no content: nothing in the package names an id or a body of this case."""

from __future__ import annotations

import re
from pathlib import Path

import casebook

ROOT = Path(__file__).resolve().parents[2]


def test_no_file_of_the_package_names_an_id_a_source_or_a_body_of_the_case():
    case = casebook.load(ROOT)
    ids = {*case.figures, *case.derivations, *case.events, *case.sources, *case.discrepancies, *case.claims}
    names = {body.name for body in case.bodies.values() if " " in body.name} | {"NHS", "Home Office"}
    # An id of one word is a word of plain English ('hc-677' is not).
    telling = [word for word in (*ids, *names) if "-" in word or " " in word or word.isupper()]
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(telling)))})(?![\w-])")
    found = [
        (path.relative_to(ROOT).as_posix(), match[0])
        for path in sorted((ROOT / "casebook").rglob("*"))
        if path.suffix in (".py", ".css", ".html", ".js")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
