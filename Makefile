# The verbs of this repository. Everything is made inside the checkout.
#   make setup   .venv from pinned hashes, with the command .venv/bin/panoh
#   make run     setup, then start Panoh and open its page
#   make test    all tests (adds the test tools; makes sure a Chromium is there)
#   make check   format, lint, types, import contracts, house rules, words, reference
#   make fix     what the tools can put right by themselves
#   make soak    long runs: make soak SECONDS=1800 SEED=1
#   make bench   the measured figures of docs/ (names beside others: BENCH="--names SET")
#   make docs    the generated pages: reference, words, changelog
#   make dist    a signed folder for a stick: make dist PLATFORM=linux KEY=FILE
#   make lock    compile requirements/*.in again (needs a package index)

PYTHON ?= python3
SECONDS ?= 1800
SEED ?= 1
PYTEST ?= .venv/bin/python -m pytest
TESTS ?= tests
# Two workers, a file stays on one worker: its fixtures (a browser, a vault) are made once.
PYTEST_ARGS ?= -n 2 --dist loadfile -q
BENCH ?=
PLATFORM ?= linux
KEY ?=

.PHONY: setup dev run test lint check fix soak bench docs dist lock clean

setup:
	@$(PYTHON) tools/install.py

dev:
	@$(PYTHON) tools/install.py --dev

run: setup
	.venv/bin/panoh start

test: dev
	.venv/bin/python tools/ensure_browser.py
	$(PYTEST) $(PYTEST_ARGS) $(TESTS)

lint: dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/python tools/words.py --check
	.venv/bin/python tools/reference.py --check
	.venv/bin/python tools/changelog.py --check

check: lint
	$(PYTEST) -q tests/house

fix: dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

soak: dev
	.venv/bin/python tools/soak.py --seconds $(SECONDS) --seed $(SEED)

bench: dev
	.venv/bin/python benchmarks/run.py $(BENCH)

docs: dev
	.venv/bin/python tools/words.py
	.venv/bin/python tools/glossary.py
	.venv/bin/python tools/reference.py
	.venv/bin/python tools/changelog.py

dist: setup
	.venv/bin/python tools/dist.py $(PLATFORM) $(if $(KEY),--key $(KEY))

lock: dev
	.venv/bin/python tools/lock.py

clean:
	rm -rf .venv .pip .cache build dist
