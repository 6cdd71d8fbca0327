# make demo   set up, and make a coaching plan for an invented school
# make test   set up, lint, check types, and run the tests
# make lands  the longer runs that every landing passes, and the journeys through the pages in Chromium
# make help   everything else

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCK := $(BIN)/pip-compile --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
  --no-emit-trusted-host --no-emit-options --no-header --quiet $(UPGRADE)
DEMO := build/avuhsd-plan.xlsx
CHROMIUM := /usr/bin/chromium

# Bytecode is kept, whatever the shell says: without it each of the hundreds of processes of the tests compiles the program.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test behavior coverage lands lint docs reports browser pictures deep wheel lock clean

help:
	@echo 'make demo     set up, and make a coaching plan for an invented school of a hundred teachers'
	@echo 'make test     set up, lint, check types, and run every test'
	@echo 'make lands    the longer runs that every landing passes, and the journeys through the pages in Chromium'
	@echo 'make coverage the tests once more, with the lines of the program that none of them runs'
	@echo 'make lint     ruff and mypy alone'
	@echo 'make docs     write the reference pages of docs/ from the code'
	@echo 'make reports  remake instances/, reports/ and the picture of the README'
	@echo 'make browser  the journeys through the pages, in Chromium'
	@echo 'make pictures the pictures of every page in docs/pages.md, in Chromium'
	@echo 'make deep     the long runs of the laws'
	@echo 'make wheel    the program as one file to install elsewhere: dist/'
	@echo 'make lock     choose the versions of all libraries anew, from pyproject.toml'
	@echo 'make clean    remove what was built'

setup: $(READY)

# The lock is complete, so it is installed with --no-deps: no release of tomorrow is looked for; pip check proves that
# nothing is missing. The stamp makes every call after the first instant; a change of the lock or of pyproject.toml sets up again.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'This needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'python3 -m venv is missing here. This fixes it:  sudo apt-get install -y python3-venv'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check
	@touch $@

demo: $(READY)
	@mkdir -p build
	$(BIN)/coach solve instances/avuhsd/avuhsd.xlsx -o $(DEMO)
	@echo 'The plan is a workbook: $(CURDIR)/$(DEMO)'

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy

# Lint and tests side by side; what waits for a process leaves the core to another test.
test: $(READY)
	$(MAKE) --jobs 2 lint behavior

behavior: $(READY)
	$(BIN)/python -m pytest --numprocesses $$(( $$($(BIN)/python -c 'import os; print(os.cpu_count())') + 1 )) --dist loadfile

# Counting lines makes Python code three to five times slower, so it is a run of its own.
coverage: $(READY)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --cov --cov-report=term

# --maxfail: a landing that fails says so soon. Chromium wants the machine to itself, so it comes last and alone.
lands: $(READY) $(CHROMIUM)
	$(BIN)/python -m pytest -m 'lands and not browser' --numprocesses auto --dist loadgroup --maxfail 5
	$(BIN)/python -m pytest -m browser --maxfail 5

/usr/bin/chromium:
	@test "$$(id -u)" = 0 || { echo 'The journeys need Chromium:  sudo apt-get install -y chromium'; exit 1; }
	apt-get update -qq
	apt-get install -y -qq chromium >/dev/null

docs: $(READY)
	$(BIN)/python -m docs.generate

reports: $(READY)
	for name in avuhsd des_moines instruction_partners santa_clara juneau district; do \
	  $(BIN)/python -m instances.$$name.make || exit 1; done
	$(BIN)/python -m reports.make
	$(BIN)/python -m docs.img.make

browser: $(READY)
	$(BIN)/python -m pytest -m browser

pictures: $(READY)
	COACH_PICTURES=1 $(BIN)/python -m pytest -m browser tests/browser/test_every_page.py

deep: $(READY)
	$(BIN)/python -m pytest -m deep --hypothesis-profile=deep

wheel: $(READY)
	$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir dist .

# Three files: all that development needs; what a server needs, in the same versions; the peers of benchmarks/.
lock:
	$(LOCK) --extra dev -o requirements.lock pyproject.toml
	$(LOCK) --extra cluster --extra oidc --extra postgres --extra server -c requirements.lock -o requirements-server.lock pyproject.toml
	$(LOCK) --extra bench -c requirements.lock -o requirements-bench.lock pyproject.toml

clean:
	rm -rf build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
