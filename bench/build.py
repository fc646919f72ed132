"""How long the project's build takes against plain `jupyter-book build` on the same book, as ratios from one run.

    python bench/build.py

Each tool builds a copy of its own: cold, with nothing changed, and with one sentence changed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = {
    "casebook build": [sys.executable, "-m", "casebook", "--root", ".", "build"],
    "jupyter-book build": [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."],
}
STEPS = ("cold", "nothing changed", "a sentence changed")


def measured(command: list[str], book: Path) -> dict[str, float]:
    """Seconds for each step. Raises CalledProcessError where a build fails."""
    seconds = {}
    for step in STEPS:
        if step == "a sentence changed":
            page = book / "chapters" / "reference" / "about.md"
            page.write_text(page.read_text(encoding="utf-8") + "\nThis sentence is new.\n", encoding="utf-8")
        begun = time.perf_counter()
        subprocess.run(command, cwd=book, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds[step] = time.perf_counter() - begun
    return seconds


def main() -> None:
    """Measure both tools and print one table of ratios."""
    results = {}
    for name, command in TOOLS.items():
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder) / "book"
            shutil.copytree(ROOT, book, ignore=shutil.ignore_patterns("_build", ".*", "tests", "bench", "*.egg-info"))
            print(f"measuring {name} …", flush=True)
            results[name] = measured(command, book)
    ours, stock = results.values()
    print(f"\n{'step':<22}{'casebook':>10}{'stock':>10}{'ratio':>8}")
    for step in STEPS:
        print(f"{step:<22}{ours[step]:>9.1f}s{stock[step]:>9.1f}s{ours[step] / stock[step]:>8.2f}")


if __name__ == "__main__":
    main()
