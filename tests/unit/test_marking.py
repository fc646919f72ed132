"""Marking, the one implementation, over a table of vectors: run by a real engine, as the module it is."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "casebook" / "quizzes" / "static"
SOURCE = (STATIC / "quiz.js").read_text(encoding="utf-8")
TABLE = json.loads((ROOT / "tests" / "quiz" / "vectors.json").read_text(encoding="utf-8"))
VECTORS = TABLE["vectors"]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
MARK_ALL = """async ([module, payloads, vectors]) => {
  const { mark } = await import(module);
  return vectors.map(({ payload, response }) => mark(payloads[payload], response));
}"""


@pytest.fixture(scope="module")
def results() -> list[dict[str, Any]]:
    """What `mark` says to every vector: in Chromium, or in node where there is no Chromium."""
    module = "data:text/javascript;base64," + base64.b64encode(SOURCE.encode()).decode()
    given = [module, TABLE["payloads"], VECTORS]
    if not CHROMIUM:
        return _in_node(given)
    # In a thread of its own: Playwright allows one at a time in a thread, and the tests of pages may hold one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_in_chromium, given).result()


def _in_chromium(given: list[Any]) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            return browser.new_page().evaluate(MARK_ALL, given)
        finally:
            browser.close()


def _in_node(given: list[Any]) -> list[dict[str, Any]]:
    node = shutil.which("node")
    assert node, "neither Chromium nor node: install Debian's chromium, or set CHROMIUM to one"
    script = f"({MARK_ALL})({json.dumps(given)}).then((done) => console.log(JSON.stringify(done)))"
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("place", range(len(VECTORS)), ids=lambda n: f"{n}-{VECTORS[n]['payload']}")
def test_a_response_gets_its_mark(results, place):
    wanted, got = VECTORS[place], results[place]
    case = f"{wanted['payload']} answered {wanted['response']!r}"
    assert got["score"] == pytest.approx(wanted["score"], abs=1e-12), case
    assert (got["right"], got["partial"]) == (wanted["right"], wanted["partial"]), case
    assert {key: part["right"] for key, part in got["parts"].items()} == wanted["parts"], case
    assert wanted["says"] in got["message"], case
    for key, feedback in wanted.get("teaches", {}).items():
        assert got["parts"][key]["feedback"] == feedback, case


def test_the_table_is_wide_enough():
    assert len(VECTORS) >= 150
    told = [json.dumps([vector["payload"], vector["response"]]) for vector in VECTORS]
    assert len(set(told)) == len(told), "a vector stands twice"
    outcomes: dict[str, set[str]] = {}
    for vector in VECTORS:
        outcome = "no mark" if vector["score"] is None else "partly" if vector["partial"] else str(vector["right"])
        outcomes.setdefault(TABLE["payloads"][vector["payload"]]["type"], set()).add(outcome)
    either = {"True", "False", "no mark"}
    shares = {*either, "partly"}
    assert outcomes == {
        **dict.fromkeys(("single", "mark", "numeric"), either),
        **dict.fromkeys(("multiple", "order", "match", "classify", "short"), shares),
    }


def test_script_and_stylesheet_are_light():
    weight = sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in ("quiz.js", "quiz.css"))
    assert weight <= 14_000


def test_the_module_can_be_turned_into_a_classic_script():
    assert not re.search(r"^import\b|\bimport\(", SOURCE, re.MULTILINE)
    exported = re.findall(r"^export (?:function |default \{ render \};$)", SOURCE, re.MULTILINE)
    assert len(exported) == SOURCE.count("export ")


def test_nothing_in_the_script_makes_markup_or_code_from_text():
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.style\b", SOURCE
    )
