"""A look over a student's code for what no answer needs. It changes no mark: it says where a person should look."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from casebook.marking.assignment import Assignment
from casebook.marking.fitting import Fitted
from casebook.marking.result import Flag

_LONGEST_PARSED = 100_000  # characters; parsing takes hundreds of bytes for each
_LONGEST_READ = 300_000
_READ_IN_ALL = 1_000_000  # so that a look at a submission takes seconds at most
_NAMED_AT_MOST = 5
_FLAGS_AT_MOST = 12
# Modules, functions and attributes by the last word or by all of them.
_DOTTED = {
    *("os._exit", "os.kill", "os.killpg", "os.fork", "os.forkpty", "os.system", "os.popen", "os.abort", "os.remove"),
    *("os.unlink", "os.rmdir", "os.removedirs", "os.rename", "os.replace", "os.symlink", "os.link", "os.environ"),
    *("os.posix_spawn", "os.execv", "os.execve", "os.execvp", "os.spawnv", "os.setsid", "os.dup2", "os.mkfifo"),
    *("sys.settrace", "sys.setprofile", "sys._getframe", "sys.modules", "sys.meta_path", "shutil.rmtree"),
    *("gc.get_objects", "gc.get_referrers", "inspect.stack", "inspect.currentframe", "ast.NodeTransformer"),
}
_MODULES = {
    *("subprocess", "socket", "ctypes", "multiprocessing", "concurrent", "threading", "signal", "resource", "pty"),
    *("urllib", "requests", "http", "httpx", "ftplib", "smtplib", "telnetlib", "paramiko", "asyncio", "pickle"),
    *("sqlite3", "nbgrader", "builtins", "importlib", "faulthandler", "atexit", "tracemalloc", "cffi", "mmap"),
    *("ipykernel", "jupyter_client", "zmq", "codeop", "marshal"),
}
_NAMES = {"ast_transformers", "__builtins__", "__import__", "exec", "setattr", "delattr", "input_transformers_post"}
_DUNDERS = {
    *("__eq__", "__ne__", "__lt__", "__gt__", "__le__", "__ge__", "__class__", "__subclasses__", "__globals__"),
    *("__code__", "__mro__", "__bases__", "__dict__", "__del__", "__getattribute__", "__instancecheck__"),
    *("__class_getitem__", "__reduce__", "__float__", "__index__", "__bool__", "__module__"),
}
_TEXTS = ("/proc", "/etc/", "/dev/", "/sys/", "/root", "/home", "gradebook", "nbgrader", "hidden test", "../")
# Installing a library is what many a course tells its students to do.
_SHELL = re.compile(
    r"^[ \t]*(?:!|%{1,2}(?:bash|sh|script|system|sx)\b)(?![! \t]*(?:python3? -m )?(?:pip|conda|mamba)\b)", re.MULTILINE
)
_MAGIC = re.compile(r"^[ \t]*[!%?].*$", re.MULTILINE)
_MODULE_WORDS = "|".join(sorted(_MODULES))
_ANY_WORD = re.compile(
    rf"(?<=\bimport )(?:{_MODULE_WORDS})\b|(?<=\bfrom )(?:{_MODULE_WORDS})\b|"
    + "|".join(rf"(?<![\w.]){re.escape(word)}\b" for word in sorted(_DOTTED | _NAMES))
    + "|"
    + "|".join(rf"\b{word}\b" for word in sorted(_DUNDERS))
)
_SETTINGS = ("options", "rcParams", "style")


def suspected(fitted: Fitted, assignment: Assignment) -> tuple[Flag, ...]:
    """Flags of what the student's own code mentions that no answer needs, the same thing once for all cells."""
    released = {cell["id"]: cell["source"] for cell in assignment.cells["cells"]}
    found: dict[str, list[str]] = {}
    left = _READ_IN_ALL
    for cell in fitted.notebook["cells"]:
        if cell["cell_type"] == "code" and released.get(cell["id"]) != cell["source"]:
            source = str(cell["source"])[:left]
            left -= len(source)
            for what in mentioned(source):
                places = found.setdefault(what, [])
                if (place := fitted.where[cell["id"]]) not in places:
                    places.append(place)
    return tuple(_flag(what, places) for what, places in list(found.items())[:_FLAGS_AT_MOST])


def mentioned(source: str) -> list[str]:
    """What code mentions that no answer needs, each once, in words. Never raises."""
    source = source[:_LONGEST_READ]
    found = ["a command of the shell"] if _SHELL.search(source) else []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(_MAGIC.sub("", source)) if len(source) <= _LONGEST_PARSED else None
        found += _in_tree(tree) if tree else _in_words(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        found += _in_words(source)
    return list(dict.fromkeys(found))


def _flag(what: str, places: list[str]) -> Flag:
    more = f" and {len(places) - _NAMED_AT_MOST} more" if len(places) > _NAMED_AT_MOST else ""
    return Flag("tampering", f"mentions {what} in {', '.join(places[:_NAMED_AT_MOST])}{more}; a look, not a verdict")


def _in_words(source: str) -> list[str]:
    texts = [repr(text) for text in _TEXTS if text in source]
    return [*texts, *(repr(match) for match in _ANY_WORD.findall(source))]


def _in_tree(tree: ast.AST) -> list[str]:
    modules: dict[str, str] = {}  # names of modules, by what they are called here
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {name.asname or name.name.split(".")[0]: name.name for name in node.names}
    return [what for node in ast.walk(tree) for what in _in_node(node, modules)]


def _in_node(node: ast.AST, modules: Mapping[str, str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (repr(name.name) for name in names if name.name.split(".")[0] in _MODULES)
        case ast.ImportFrom(module=module, names=names):
            source = module or ""
            if source.split(".")[0] in _MODULES:
                yield repr(source)
            yield from (repr(dotted) for name in names if (dotted := f"{source}.{name.name}") in _DOTTED)
        case ast.Attribute(attr=attribute):
            dotted = _dotted(node, modules)
            if dotted in _DOTTED:
                yield repr(dotted)
            elif attribute in _DUNDERS or attribute in _NAMES:
                yield repr(attribute)
            if isinstance(node.ctx, ast.Store | ast.Del) and _is_patch(node, modules):
                yield f"a change of {dotted!r}"
        case ast.Name(id=name) if name in _NAMES:
            yield repr(name)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name in _DUNDERS:
            yield f"a definition of {name!r}"
        case ast.Constant(value=str() as text):
            yield from (repr(word) for word in _TEXTS if word in text)
            if text in _DUNDERS or text in _DOTTED:
                yield repr(text)


def _dotted(node: Any, modules: Mapping[str, str]) -> str:
    """'os.path.join' for such an attribute, with the module's own name; '' for one of anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([modules.get(node.id, node.id), *reversed(parts)])


def _is_patch(node: ast.Attribute, modules: Mapping[str, str]) -> bool:
    """Whether an attribute that is set belongs to a module, and is no setting of it."""
    root: ast.AST = node
    words = []
    while isinstance(root, ast.Attribute):
        words.append(root.attr)
        root = root.value
    return isinstance(root, ast.Name) and root.id in modules and not set(words) & set(_SETTINGS)
