# One command for each thing a person does here; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
    --no-annotate --custom-compile-command 'make lock'

.DEFAULT_GOAL := help
.PHONY: help install serve build check hook schema test lint bench lock clean

help: ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/runtime.stamp: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Tiebeam needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP_INSTALL) --require-hashes -r requirements.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/runtime.stamp
	$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

install: $(VENV)/runtime.stamp ## set up a virtual environment in .venv, and schemas for editors
	-$(BIN)/tiebeam schema

serve: $(VENV)/runtime.stamp ## check, build and serve on http://127.0.0.1:8000
	$(BIN)/tiebeam serve

build: $(VENV)/runtime.stamp ## check and build a snapshot
	$(BIN)/tiebeam build

check: $(VENV)/runtime.stamp ## check ontology and evidence, reason over them, and look at the layout of records
	$(BIN)/tiebeam check --reason
	$(BIN)/tiebeam fmt --check

hook: $(VENV)/runtime.stamp ## let git check records before each commit
	git config core.hooksPath .githooks

schema: $(VENV)/runtime.stamp ## write the schemas with which editors complete records
	$(BIN)/tiebeam schema

test: $(VENV)/dev.stamp ## run every test
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev.stamp ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev.stamp ## measure; prints ratios, asserts nothing; TIEBEAM_BENCH_STUDIES=10000 for more
	$(BIN)/python -m tests.benchmarks

lock: ## pin every dependency anew (needs uv)
	$(COMPILE) --extra build -o requirements.lock
	$(COMPILE) --extra build --extra dev -o requirements-dev.lock

clean: ## remove what was built
	rm -rf snapshots .cache build dist
