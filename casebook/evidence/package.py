"""Write `data/datapackage.json` (Data Package v2) from the declared tables, the words of the case and the files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from casebook.evidence.case import Case
from casebook.evidence.tables import Column, Table, tables

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TYPES = {"partial-date": "string"}
_PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


def describe(case: Case) -> dict[str, Any]:
    """The descriptor of the case's data folder: a Table Schema for each table, with sizes and hashes of the files."""
    about = case.about
    return {
        "$schema": PROFILE,
        "name": about["name"],
        "title": about["title"],
        "description": about.get("description", ""),
        "version": about.get("version", "0.0.0"),
        "licenses": about["licences"],
        "contributors": [{"title": person["title"], "roles": [person["role"]]} for person in about["contributors"]],
        "resources": [
            _resource(case, declared) for declared in tables() if (case.root / "data" / declared.filename).exists()
        ],
    }


def text_of(case: Case) -> str:
    """The descriptor as the text of `datapackage.json`."""
    return json.dumps(describe(case), indent=2, ensure_ascii=False) + "\n"


def write(case: Case) -> Path:
    """Write the descriptor beside the tables and return its path."""
    path = case.root / "data" / "datapackage.json"
    path.write_text(text_of(case), encoding="utf-8")
    return path


def _resource(case: Case, declared: Table) -> dict[str, Any]:
    content = (case.root / "data" / declared.filename).read_bytes()
    present = {found.name for found in tables() if (case.root / "data" / found.filename).exists()}
    schema: dict[str, Any] = {
        "fields": [_field(case, column) for column in declared.columns],
        "primaryKey": list(declared.key),
    }
    keys = [
        {
            "fields": [column.name],
            "reference": {"resource": "" if column.target == declared.name else column.target, "fields": ["id"]},
        }
        for column in declared.columns
        if column.target in present
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": declared.name,
        "description": declared.meaning,
        "path": declared.filename,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(case: Case, column: Column) -> dict[str, Any]:
    words = tuple(case.about["vocabularies"].get(column.vocabulary, ())) if column.vocabulary else column.words
    pattern = _PARTIAL_DATE if column.kind == "partial-date" else column.pattern
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if words:
        constraints["enum"] = list(words)
    if pattern:
        constraints["pattern"] = f"^{pattern}$"
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES.get(column.kind, column.kind),
        "description": column.meaning,
    }
    return field | ({"constraints": constraints} if constraints else {})
