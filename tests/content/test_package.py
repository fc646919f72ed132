"""`data/datapackage.json` is what would be written from the tables now, and the wider world's tools accept it."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path

import frictionless
import jsonschema
import pytest

from casebook.evidence import Case
from casebook.evidence.package import text_of

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
# The profile of the standard (datapackage.org/profiles/2.0/datapackage.json, public domain), kept for work offline.
PROFILE = json.loads((Path(__file__).parent / "datapackage-profile-2.0.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def descriptor() -> dict:
    return json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))


def test_the_committed_file_is_what_would_be_written_now() -> None:
    written = (DATA / "datapackage.json").read_text(encoding="utf-8")
    assert written == text_of(Case.load(ROOT)), "write it anew with: python -m casebook package"


def test_the_descriptor_fits_the_profile_of_data_package_2(descriptor) -> None:
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    complaints = [
        f"{error.json_path}: {error.message[:200]}"
        for error in jsonschema.Draft7Validator(PROFILE).iter_errors(descriptor)
    ]
    assert complaints == []


def test_the_profile_would_refuse_a_spoilt_descriptor(descriptor) -> None:
    spoilt = copy.deepcopy(descriptor)
    spoilt["resources"][0]["schema"]["fields"][0]["type"] = "word"
    assert not jsonschema.Draft7Validator(PROFILE).is_valid(spoilt)


def test_every_table_holds_what_its_schema_says() -> None:
    report = frictionless.Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert len(report.tasks) == len(list(DATA.glob("*.csv")))


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("figures", ",eq,8127,", ",equals,8127,", "constraint-error"),
        ("figures", ",8127,8127,8127,", ",8127,many,8127,", "type-error"),
        ("figures", ",nhs-digital,publictechnology,", ",nobody,publictechnology,", "foreign-key"),
        ("sources", "hope-not-hate-2017-04,", "ein-2017-11,", "primary-key"),
    ],
)
def test_a_spoilt_table_would_be_refused(tmp_path: Path, table: str, old: str, new: str, fault: str) -> None:
    for path in DATA.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    spoilt = (tmp_path / f"{table}.csv").read_text(encoding="utf-8")
    assert old in spoilt
    (tmp_path / f"{table}.csv").write_text(spoilt.replace(old, new, 1), encoding="utf-8")
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert fault in {kind for (kind,) in report.flatten(["type"])}


def test_sizes_and_hashes_are_those_of_the_files(descriptor) -> None:
    for resource in descriptor["resources"]:
        content = (DATA / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content), resource["path"]
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}", resource["path"]


def test_every_table_of_the_folder_is_described_and_no_other(descriptor) -> None:
    assert {resource["path"] for resource in descriptor["resources"]} == {path.name for path in DATA.glob("*.csv")}


def test_licence_contributors_and_every_column_are_described(descriptor) -> None:
    assert [licence["name"] for licence in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert all(person["title"] and person["roles"] for person in descriptor["contributors"])
    for resource in descriptor["resources"]:
        assert resource["description"]
        assert [field["name"] for field in resource["schema"]["fields"] if not field["description"]] == []


def test_what_a_column_may_hold_is_said_in_the_schema(descriptor) -> None:
    schemas = {resource["name"]: resource["schema"] for resource in descriptor["resources"]}
    fields = {name: {field["name"]: field for field in schema["fields"]} for name, schema in schemas.items()}
    assert fields["figures"]["relation"]["constraints"]["enum"] == [
        "eq",
        "gt",
        "ge",
        "lt",
        "le",
        "approx",
        "between",
        "words",
    ]
    assert fields["figures"]["lower"]["type"] == "number" and fields["figures"]["period_start"]["type"] == "date"
    assert "campaign" in fields["sources"]["seat"]["constraints"]["enum"]
    assert {"fields": ["source"], "reference": {"resource": "sources", "fields": ["id"]}} in schemas["figures"][
        "foreignKeys"
    ]
    assert schemas["event_sources"]["primaryKey"] == ["event", "source", "place"]
