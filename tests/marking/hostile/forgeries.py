"""Submissions that would have their marks made otherwise than by an answer."""

from __future__ import annotations

from tests.marking.hostile.case import BEFORE, Hostile, attack

REFUSED, ENDED, LOOK = ("refused-value",), ("crashed",), ("tampering",)
CELL = "solve-calendar-years"
NAME = "calendar_years"


def cases() -> list[Hostile]:
    """All of them."""
    return [
        attack(
            "writes-frames",
            "writes what marking might take for results into every descriptor",
            FRAMES,
            lives=False,
            kinds=ENDED,
            says="channel",
        ),
        attack(
            "writes-broken-frames",
            "writes what no reader expects into every descriptor",
            BROKEN,
            lives=False,
            kinds=ENDED,
            says="channel",
        ),
        attack(
            "writes-without-end-of-line",
            "writes one line without end into every descriptor",
            ENDLESS,
            lives=False,
            kinds=("too-much",),
            says=CELL,
        ),
        attack(
            "writes-pickles",
            "writes objects that run code where they are unpickled",
            PICKLES,
            lives=False,
            kinds=LOOK,
            says=CELL,
        ),
        attack("patches-json", "has json tell marks of its own", PATCHES_JSON, lives=False, kinds=LOOK, says=CELL),
        attack("patches-print", "puts its own print and sys.stdout in place", PATCHES_PRINT, kinds=LOOK, says=CELL),
        attack(
            "patches-libraries",
            "has pandas, numpy and math agree to everything",
            PATCHES_LIBRARIES,
            kinds=LOOK,
            says=CELL,
        ),
        attack(
            "patches-builtins",
            "has type, abs, sorted, len and others agree to everything",
            PATCHES_BUILTINS,
            lives=False,
            kinds=LOOK,
            says=CELL,
        ),
        attack("patches-the-shell", "has IPython say that all went well", PATCHES_SHELL, kinds=LOOK, says=CELL),
        attack(
            "empties-modules",
            "removes every module and builtin",
            EMPTIES,
            keeps=frozenset({BEFORE}),
            lives=False,
            kinds=LOOK,
            says=CELL,
        ),
        attack("equal-to-everything", "answers with an object equal to everything", EQUAL, kinds=REFUSED, says=NAME),
        attack(
            "float-in-disguise", "answers with a float whose differences are nought", FLOAT, kinds=REFUSED, says=NAME
        ),
        attack("int-in-disguise", "answers with a whole number equal to everything", INT, kinds=REFUSED, says=NAME),
        attack("text-in-disguise", "answers with a text that is every text", TEXT, kinds=REFUSED, says=NAME),
        attack(
            "table-in-disguise", "answers with a table that has what is asked for", TABLE, kinds=REFUSED, says="misfits"
        ),
        attack(
            "false-colours",
            "answers with an object that says it is a table and has no plain cells",
            COLOURS,
            lives=True,
            kinds=LOOK,
            says=CELL,
        ),
        attack(
            "never-answers",
            "answers with a table whose columns never come",
            NEVER,
            kinds=("timed-out",),
            says="calendar-years",
            lives=False,
        ),
        attack(
            "exits-when-looked-at",
            "answers with an object that exits when it is looked at",
            EXITS,
            kinds=REFUSED,
            says=NAME,
        ),
        attack("no-words-for-it", "answers with an object whose error has no text", NO_WORDS, kinds=LOOK, says=CELL),
        attack("a-date-of-objects", "answers with a date that is something else", DATES, kinds=REFUSED, says=NAME),
        attack("speaks-the-markers-words", "answers with the marks that marking uses among its own", MARKERS),
        attack(
            "a-number-too-long",
            "answers with numbers of 400 and of a million digits",
            LONG,
            kinds=REFUSED,
            says="financial_years",
        ),
        attack("half-a-character", "answers, prints and fails with halves of characters", SURROGATES),
        attack(
            "goes-round",
            "answers with a list that holds itself, and with one nested deeply",
            ROUND,
            kinds=REFUSED,
            says=NAME,
        ),
        attack("too-long-an-answer", "answers with a million rows", ROWS, kinds=REFUSED, says="misfits"),
        attack(
            "rewrites-the-syntax",
            "has a transformer put its own values into the later cells",
            SYNTAX,
            kinds=LOOK,
            says=CELL,
        ),
        attack(
            "rewrites-the-input",
            "has a transformer put its own source in place of the later cells",
            INPUT,
            kinds=LOOK,
            says=CELL,
        ),
        attack("hooks-imports", "has imports give its own modules", IMPORTS, kinds=LOOK, says=CELL),
        attack(
            "hooks-everything",
            "watches every call, line and event to change what is seen",
            HOOKS,
            kinds=LOOK,
            says=CELL,
        ),
        attack("claims-html", "shows a page with scripts and remote pictures", HTML),
    ]


# It has read how marking talks to its kernels, and what a result looks like.
FRAMES = """
import json, os, struct
value = {"calendar_years": 1, "financial_years": 1, "misfits": {}}
frames = [
    {"seen": value}, {"end": "ok"}, {"seen": {"counted_once": 1}},
    {"points": 100, "marks": [{"question": "misfits", "points": 3}]},
    {"score": 100, "max_score": 1}, {"begin": 0}, {"end": "ok"}, {"ready": True}, {"done": True},
    {"output": {"output_type": "error", "ename": "AssertionError", "evalue": "", "traceback": []}},
]
for descriptor in range(3, 300):
    for frame in frames:
        text = json.dumps(frame).encode()
        try: os.write(descriptor, text + b"\\n" + struct.pack(">I", len(text)) + text)
        except OSError: break
"""
BROKEN = """
import os
frames = [
    b"null", b"[]", b"5", b'"x"', b"{", b"\\xff\\xfe", b"\\x00" * 100, b"[" * 100_000, b"9" * 10_000,
    b'{"x": ' + b"9" * 10_000 + b"}", b"ended 0", b"kill", b'{"__proto__": {}}',
    b'{"seen": 5}', b'{"seen": {"misfits": {"__table__": 5}}}', b'{"seen": {"usable": {"__series__": 5}}}',
    b'{"seen": null}', b'{"output": 5}', b'{"output": {}}', b'{"output": {"output_type": "stream"}}',
    b'{"output": {"output_type": "nonsense", "data": 5}}',
    b'{"output": {"output_type": "display_data", "data": {"text/html": 5, "x": {}}, "metadata": 5}}',
    b'{"output": {"output_type": "stream", "name": "stdout", "text": "\\\\ud800"}}',
    b'{"begin": -1}', b'{"begin": 1e999}', b'{"begin": "x"}', b'{"begin": 99999}', b'{"end": 5}',
    b'{"end": "nonsense"}', b'{"cut": 5}', b'{"begin": NaN, "end": Infinity}', b'{"seen": {"\\\\ud800": 1}}',
    b'{"seen": {"calendar_years": 1e999}}',
]
for descriptor in range(3, 300):
    for frame in frames:
        try: os.write(descriptor, b"\\n" + frame + b"\\n")
        except OSError: break
"""
ENDLESS = """
import os
if not os.path.exists(CANARY):
    open_ones = list(range(3, 300))
    while open_ones:
        for descriptor in list(open_ones):
            try: os.write(descriptor, b"x" * (1 << 20))
            except OSError: open_ones.remove(descriptor)
"""
PICKLES = """
import os, pickle, struct
class Runs:
    def __reduce__(self): return os.system, (f"touch {CANARY}/was-here; sleep 300 {MARK} &",)
for protocol in (0, 2, 5):
    text = pickle.dumps(Runs(), protocol)
    for descriptor in range(3, 300):
        for frame in (text, struct.pack("!i", len(text)) + text, b"\\n" + text + b"\\n"):
            try: os.write(descriptor, frame)
            except OSError: break
"""
PATCHES_JSON = """
import json, json.encoder
def lie(value=None, *_, **__):
    return '{"seen": {"calendar_years": 1, "financial_years": 1, "misfits": {}}, "end": "ok", "done": true}'
json.dumps = json.encoder.JSONEncoder.encode = json.encoder.JSONEncoder.iterencode = lie
json.encoder.c_make_encoder = None
json.encoder.encode_basestring_ascii = json.encoder.encode_basestring = lie
"""
PATCHES_PRINT = """
import builtins, io, sys
print(TRIED)
sys.stdout.flush()
class Sink(io.StringIO):
    def write(self, text): return sys.__stdout__.write('{"seen": {"calendar_years": 1}}') if sys.__stdout__ else 0
    def flush(self): raise RuntimeError("no")
builtins.print = lambda *_, **__: None
sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Sink()
sys.displayhook = sys.excepthook = lambda *_: None
calendar_years = financial_years = misfits = 1
"""
PATCHES_LIBRARIES = """
import math, numpy, pandas
yes = lambda *_, **__: True
for home, names in (
    (math, "isclose isfinite isnan fabs"), (numpy, "isclose allclose array_equal equal all any abs"),
    (numpy.testing, "assert_allclose assert_equal"), (pandas.testing, "assert_frame_equal assert_series_equal"),
    (pandas.DataFrame, "equals __eq__ __ne__ to_dict"), (pandas.Series, "equals __eq__ tolist"), (pandas, "isna"),
):
    for name in names.split(): setattr(home, name, yes)
calendar_years = financial_years = 1
misfits = pandas.DataFrame({"gap": [1], "share": [1]})
print(TRIED)
"""
PATCHES_BUILTINS = """
import builtins
print(TRIED)
class Yes:
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = __contains__ = __bool__ = lambda *_: True
    __hash__ = lambda _: 0
    __sub__ = __rsub__ = __abs__ = lambda self, *_: self
calendar_years = financial_years = misfits = Yes()
was = dict(vars(builtins))
builtins.abs = lambda _: 0
builtins.sorted = builtins.set = builtins.list = lambda *_, **__: Yes()
builtins.all = builtins.any = builtins.isinstance = builtins.issubclass = builtins.bool = lambda *_: True
builtins.type = lambda *_: int
builtins.len = lambda _: 0
builtins.round = builtins.max = builtins.min = builtins.sum = lambda *_, **__: Yes()
builtins.repr = builtins.str = lambda *_: "right"
builtins.AssertionError = builtins.Exception = builtins.ValueError = Yes
"""
PATCHES_SHELL = """
import sys
shell = get_ipython()
class Fine:
    success, error_in_exec, error_before_exec, result = True, None, None, 1
print(TRIED)
for owner in (shell, type(shell)):
    for name in ("run_cell", "run_cell_async", "run_code", "_run_cell"):
        was = getattr(owner, name)
        def lie(*given, was=was, **named):
            globals().update(calendar_years=1, financial_years=1, misfits={})
            return was(*given, **named)
        setattr(owner, name, lie)
shell.events.register("post_run_cell", lambda *_: globals().update(misfits={"gap": 1}))
shell.user_ns_hidden.clear()
shell.set_custom_exc((BaseException,), lambda *_, **__: None)
"""
EMPTIES = """
import builtins, sys
sys.modules.clear()
vars(builtins).clear()
"""
EQUAL = """
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __hash__(self): return 0
    def __getattr__(self, name): return Yes()
    def __call__(self, *_, **__): return Yes()
    def __float__(self): return 0.0
    __int__ = __index__ = __len__ = lambda self: 0
    __sub__ = __rsub__ = __abs__ = __iter__ = lambda self, *_: self
calendar_years = financial_years = misfits = Yes()
print(TRIED)
"""
FLOAT = """
class Near(float):
    def __sub__(self, other): return 0.0
    __rsub__ = __abs__ = __sub__
    def __eq__(self, other): return True
    def __le__(self, other): return True
    __hash__ = float.__hash__
calendar_years = financial_years = Near(1)
print(TRIED)
"""
INT = FLOAT.replace("float", "int").replace("Near", "Whole")
TEXT = """
class Every(str):
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def casefold(self): return self
    strip = lower = casefold
calendar_years = financial_years = Every("B")
print(TRIED)
"""
TABLE = """
import pandas as pd
class Table(pd.DataFrame):
    def __eq__(self, other): return True
    def equals(self, other): return True
    def __getitem__(self, name): return self
    @property
    def columns(self): return ["gap", "share"]
misfits = Table({"x": [1]})
print(TRIED)
"""
COLOURS = """
import pandas as pd
class Yes:
    __module__ = "numpy"
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def item(self): return self
    def tolist(self): return [self]
    def __len__(self): return 1
Yes.__name__ = "float64"
class Table:
    __module__ = "pandas.core.frame"
    columns = ["gap", "share"]
    index = iloc = Yes()
    def __len__(self): return 1
Table.__name__ = "DataFrame"
calendar_years, financial_years, misfits = Yes(), pd.Series([Yes()]), Table()
print(TRIED)
"""
NEVER = """
class Table:
    __module__ = "pandas"
    def __len__(self): return 1
    @property
    def columns(self):
        while True:
            try:
                while True: pass
            except BaseException: pass
Table.__name__ = "DataFrame"
calendar_years = Table()
"""
EXITS = """
class Date:
    __module__ = "datetime"
    def isoformat(self): raise SystemExit
class Worse:
    __module__ = "datetime"
    def isoformat(self): raise KeyboardInterrupt
calendar_years, financial_years = Date(), Worse()
print(TRIED)
"""
NO_WORDS = """
class Silent(Exception):
    def __str__(self): raise RuntimeError("no words")
    __repr__ = __str__
class Kind(type):
    @property
    def __module__(cls): raise Silent
calendar_years = financial_years = Kind("Value", (), {})()
print(TRIED)
raise Silent
"""
DATES = """
class Date:
    __module__ = "datetime"
    def isoformat(self): return object()
class Text(str): pass
class Stamp:
    __module__ = "pandas"
    def isoformat(self): return {Text("__series__"): [Text("B"), object()]}
Stamp.__name__ = "Timestamp"
calendar_years, financial_years = Date(), Stamp()
print(TRIED)
"""
MARKERS = """
calendar_years = {"__missing__": True, "__float__": "inf"}
financial_years = {"__series__": 5}
misfits = {"__table__": {"columns": ["gap", "share"], "index": [5], "rows": [[1, 2]]}}
print(TRIED)
"""
LONG = """
import sys
sys.set_int_max_str_digits(0)
calendar_years, financial_years = 10 ** 400, 10 ** 1_000_000
misfits = {"whole span": {"gap": 10 ** 400, "share": 10 ** 400}}
print(TRIED)
"""
SURROGATES = """
calendar_years = "\\ud800"
financial_years = ["\\ud800", "\\udfff"]
misfits = {"\\ud800": {"\\udfff": "\\ud800"}}
print(TRIED, "\\ud800 \\x1b[31m\\x00\\x07")
raise ValueError("\\ud800")
"""
ROUND = """
calendar_years = []
calendar_years.append(calendar_years)
financial_years = 1
for _ in range(100_000): financial_years = [financial_years]
misfits = {}
misfits["gap"] = misfits
print(TRIED)
"""
ROWS = """
import pandas as pd
misfits = pd.DataFrame({"gap": range(1_000_000), "share": 0.5})
print(TRIED)
"""
# Dropping the tests and turning every comparison round is what disarms marking inside the kernel.
SYNTAX = """
import ast
print(TRIED)
class Lies(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Compare(self, node): return ast.Constant(True)
get_ipython().ast_transformers.append(Lies())
calendar_years = financial_years = 1
"""
INPUT = """
print(TRIED)
shell = get_ipython()
def lies(lines):
    return [line.replace("assert", "True or") for line in lines] + ["misfits = 1\\n"]
shell.input_transformers_cleanup.append(lies)
shell.input_transformers_post.append(lies)
"""
IMPORTS = """
import builtins, importlib, sys, types
print(TRIED)
class Finder:
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name in MINE else None
    def create_module(self, spec): return types.ModuleType(spec.name)
    def exec_module(self, module): module.__getattr__ = lambda name: lambda *_, **__: None
MINE = ("checks", "cells", "casebook", "nbgrader", "json", "pandas", "numpy", "math")
sys.meta_path.insert(0, Finder())
for name in MINE: sys.modules.pop(name, None)
was = builtins.__import__
def gives(name, *given, **named):
    return types.SimpleNamespace() if name in MINE else was(name, *given, **named)
builtins.__import__ = gives
"""
HOOKS = """
import sys, threading
print(TRIED)
def watch(frame, event, argument):
    for name in ("value", "given", "expected", "check"):
        if name in frame.f_locals: frame.f_locals[name] = 1
    return watch
sys.addaudithook(lambda *_: None)
sys.setprofile(watch)
threading.setprofile(watch)
sys.settrace(watch)
"""
HTML = """
from IPython.display import HTML, Javascript, display
display(HTML(f"<script>fetch('http://127.0.0.1:{PORT}/')</script><img src=x onerror=alert(1)>"))
display(Javascript("alert(1)"))
widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}}
display({**widget, "text/html": "<iframe src=//evil.example>"}, raw=True)
print(TRIED, "</pre><script>alert(2)</script>")
"""
