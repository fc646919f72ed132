"""The look over students' code: what no answer needs is found, what students do write is passed over."""

from __future__ import annotations

import pytest

from casebook.marking.assignment import Assignment
from casebook.marking.fitting import fitted
from casebook.marking.reading import notebook_in
from casebook.marking.suspicion import mentioned, suspected
from tests.unit.marking_work import assignment_of, cell_of, content_of, notebook_with


@pytest.fixture
def assignment(library) -> Assignment:
    return assignment_of(library)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import os\nos._exit(0)", "'os._exit'"),
        ("import os as o\no.kill(1, 9)", "'os.kill'"),
        ("from os import system", "'os.system'"),
        ("import subprocess", "'subprocess'"),
        ("from ctypes import CDLL", "'ctypes'"),
        ("import urllib.request", "'urllib.request'"),
        ("import socket as s", "'socket'"),
        ("open('/proc/self/environ')", "'/proc'"),
        ("p = '../' * 9 + 'x'", "'../'"),
        ("db = 'sqlite:///gradebook.db'", "'gradebook'"),
        ("get_ipython().ast_transformers.append(T())", "'ast_transformers'"),
        ("import sys\nsys.settrace(None)", "'sys.settrace'"),
        ("class A:\n    def __eq__(self, other): return True", "a definition of '__eq__'"),
        ("().__class__.__bases__[0].__subclasses__()", "'__subclasses__'"),
        ("import numpy as np\nnp.isclose = lambda *a: True", "a change of 'numpy.isclose'"),
        ("import pandas as pd\npd.DataFrame.equals = yes", "a change of 'pandas.DataFrame.equals'"),
        ("__builtins__.abs = 0", "'__builtins__'"),
        ("__import__('o' + 's')", "'__import__'"),
        ("!cat /etc/passwd", "a command of the shell"),
        ("%%bash\nls", "a command of the shell"),
        ("this is = no python\nimport socket", "'socket'"),
        ("x = (\nos._exit(1)", "'os._exit'"),
    ],
)
def test_what_no_answer_needs_is_found(source: str, what: str) -> None:
    assert what in mentioned(source)


@pytest.mark.parametrize(
    "source",
    [
        "import pandas as pd\nimport matplotlib.pyplot as plt\n%matplotlib inline",
        "import os\nprint(os.getcwd(), os.path.join('a', 'b'))",
        "pd.options.display.max_rows = 9",
        "import matplotlib as mpl\nmpl.rcParams['font.size'] = 9\nmpl.style.use('x')",
        "df.columns = ['a', 'b']\ndf.index.name = 'month'",
        "requests = 20\nsignal = requests / 2\nhttp = table['requests'] # see http://example.org",
        "threading = 'the requests of a resource'",
        "!pip install pandas\n%pip install seaborn",
        "def share(a, b):\n    '''The share, from the register.'''\n    return a / b",
        "class Range:\n    def __init__(self, low): self.low = low\n    def __repr__(self): return 'x'",
        "x = (  # not closed",
        "",
    ],
)
def test_what_students_write_is_passed_over(source: str) -> None:
    assert mentioned(source) == []


@pytest.mark.parametrize(
    "source",
    [
        *("(" * 50_000, "-" * 100_000 + "1", "x = '\0'", "\ufffd", "a" * 3_000_000, "1+" * 40_000 + "1"),
        *("'\\q' is 3", "f'{" * 200, "import " * 10_000, "!" * 100_000, " \n" * 500_000),
    ],
    ids=lambda source: repr(source[:8]),
)
def test_no_source_is_too_odd_to_be_looked_at(source: str) -> None:
    mentioned(source)


def test_a_flag_names_the_cells_and_is_no_verdict(assignment: Assignment) -> None:
    notebook = notebook_with(assignment)
    for name in ("solve-sum", "solve-kinds"):
        cell_of(notebook, name)["source"] += "\nimport socket"
    (flag,) = suspected(fitted(notebook_in(content_of(notebook)).cells, assignment), assignment)
    assert (flag.kind, flag.reason) == (
        "tampering",
        "mentions 'socket' in cell solve-sum, cell solve-kinds; a look, not a verdict",
    )


def test_the_released_cells_themselves_are_no_suspects(assignment: Assignment) -> None:
    assert suspected(fitted(notebook_in(content_of(notebook_with(assignment))).cells, assignment), assignment) == ()
