# A thin face: each target is one call of `python -m casebook <verb>` or of a standard tool.
# PYTHON may name another interpreter for making the environment: make book PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
LAYERS := $(wildcard tests/unit tests/content tests/exports tests/marking tests/build tests/notebooks tests/live tests/browser)
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade --quiet

RECENT := -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
USABLE := -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null

.PHONY: help book serve test check prose bench package notebooks quizzes exercises grade instructor-pack lock clean

help:
	@echo "make book       build the book into _build/html"
	@echo "make serve      build it and serve it to a browser on this computer"
	@echo "make test       run every test"
	@echo "make check      run the guards that are quick enough for every commit"
	@echo "make prose      measure the pages as prose: reading ease, long sentences, spelling"
	@echo "make bench      measure build and marking against the stock tools, and the quiz against a frame"
	@echo "make package    write data/datapackage.json anew"
	@echo "make notebooks  write the pages as notebooks into _build/notebooks"
	@echo "make quizzes    write the questions for learning platforms, paper and Anki into _build/quizzes"
	@echo "make exercises  write the exercises for students and instructors into _build/exercises; KEY=... draws a course's own"
	@echo "make grade      mark SUBMISSIONS=folder into _build/grades; KEY=... as for exercises, DUE=time, OUT=folder"
	@echo "make instructor-pack  write a zip for instructors into _build/instructor-pack; KEY=... as for exercises"
	@echo "make lock       renew the lock files"
	@echo "make clean      remove what was built"

book: .venv/book.stamp
	$(BIN)/python -m casebook build

serve: book
	$(BIN)/python -m casebook serve

test: .venv/test.stamp .venv/readers.stamp
	$(BIN)/ruff check
	$(BIN)/mypy
	@for layer in $(LAYERS); do echo "== $$layer"; $(BIN)/python -m pytest -n 2 $$layer || exit; done

check: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m casebook check

prose: .venv/test.stamp
	$(BIN)/python -m casebook prose

bench: .venv/test.stamp
	$(BIN)/python bench/build.py
	$(BIN)/python bench/quiz.py
	$(BIN)/python bench/marking.py

package notebooks quizzes: .venv/book.stamp
	$(BIN)/python -m casebook $@

exercises instructor-pack: .venv/book.stamp
	$(BIN)/python -m casebook $@ $(if $(KEY),--key '$(KEY)')

grade: .venv/book.stamp
	@test -n '$(SUBMISSIONS)' || { echo "Say what to mark: make grade SUBMISSIONS=folder [KEY=the-course's-secret]" >&2; exit 2; }
	$(BIN)/python -m casebook grade --submissions '$(SUBMISSIONS)' $(if $(KEY),--key '$(KEY)') \
	  $(if $(DUE),--due '$(DUE)') $(if $(OUT),--out '$(OUT)')

lock: .venv/test.stamp
	echo 'setuptools>=77' | $(LOCK) requirements.txt - --no-emit-package casebook -o requirements.lock
	$(LOCK) requirements-test.txt -c requirements.lock -o requirements-test.lock

clean:
	rm -rf _build

.venv/book.stamp: requirements.lock pyproject.toml
	@$(BIN)/python $(USABLE) || $(PYTHON) $(RECENT) || { \
	  echo "The book needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo missing)."; \
	  echo "Name another one, for instance: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(BIN)/python $(USABLE) || $(PYTHON) -m venv --clear .venv || { \
	  echo "$(PYTHON) could not make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: .venv/book.stamp requirements-test.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@

# Other programs' readers of the exported questions. Without node their tests are skipped, except where CI is true.
.venv/readers.stamp: .venv/test.stamp $(wildcard tests/exports/readers/*)
	@command -v npm >/dev/null || { echo "no npm here: what reads GIFT and QTI is left out"; test "$$CI" != true; }
	@mkdir -p .venv/readers
	@cp tests/exports/readers/package.json tests/exports/readers/package-lock.json tests/exports/readers/.npmrc .venv/readers
	@! command -v npm >/dev/null || npm ci --prefix .venv/readers --ignore-scripts --no-audit --no-fund --silent
	$(BIN)/python -m pip download --quiet --no-deps --no-binary :all: --no-build-isolation --require-hashes \
	  -d .venv/readers -r tests/exports/readers/dtd.txt
	@touch $@
