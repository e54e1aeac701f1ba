# Each target does its own set-up in .venv, from pins with hashes. Needs Python 3.11 or later, make and a registry.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
SAMPLE := ingest/sample/report.md
# Without REPORT the sample is loaded; `make chat REPORT=path` loads that report. Each file has a store of its own; FUNN_DATA,
# where it is set, is the store that is used. What is typed is taken as it is: `$(value ...)` keeps make from reading a `$` in
# it, and the commands get it through the environment, past the shell's quoting.
Q ?= Hvorfor opplever fastlegene merarbeid?
override Q := $(value Q)
override REPORT := $(or $(value REPORT),$(SAMPLE))
export Q REPORT
quoted = '$(subst ','\'',$(1))'
ifeq ($(REPORT),$(SAMPLE))
  LOAD := --if-empty --id sample
  STORE := sample
else
  STORE := reports/$(shell printf %s $(call quoted,$(REPORT)) | cksum | cut -d ' ' -f 1)
endif
export FUNN_DATA ?= $(CURDIR)/.funn/$(STORE)

.DEFAULT_GOAL := help
.PHONY: help install chat ask test check-slow eval bench lint format lock clean

help:  ## say what the targets do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 14

install: $(VENV)/.installed  ## set up the command at .venv/bin/funn, nothing else

$(VENV)/.installed: constraints.txt pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Funn needs Python 3.11 or later. Say where it is: make PYTHON=/path/to/python3.11 ...' >&2; exit 1; }
	@echo 'Setting up $(VENV) (once; a minute or so)'
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(PIP) --require-hashes -r constraints.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: constraints-dev.txt $(VENV)/.installed
	@echo 'Adding what tests and checks need'
	@$(PIP) --require-hashes -r constraints-dev.txt
	@touch $@

load: $(VENV)/.installed
	@$(BIN)/funn ingest $(LOAD) -- "$$REPORT"

chat: load  ## load the sample report (or REPORT=path) and serve the chat page
	@$(BIN)/funn serve

ask: load  ## answer one question in the terminal: make ask Q="..."
	@$(BIN)/funn ask -- "$$Q"

test: $(VENV)/.installed-dev  ## the tests
	@$(BIN)/pytest -m 'not slow' $(ARGS)

check-slow: $(VENV)/.installed-dev  ## the tests that take too long for `make test`
	@$(BIN)/pytest -m slow $(ARGS)

eval: $(VENV)/.installed-dev  ## the evaluation suites (dev split) on this code
	@$(BIN)/funn eval validate && $(BIN)/funn eval run

bench: $(VENV)/.installed-dev  ## what ingestion and an answer take, against their floors
	@$(BIN)/python -m eval.bench

lint: $(VENV)/.installed-dev  ## style, types and the rule of who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.installed-dev  ## lay the code out
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet
lock: $(VENV)/.installed-dev  ## pin what pyproject.toml asks for, anew
	@$(BIN)/uv pip compile pyproject.toml --extra install $(LOCK) -o constraints.txt
	@$(BIN)/uv pip compile pyproject.toml --extra install --extra eval --extra dev -c constraints.txt $(LOCK) -o constraints-dev.txt

clean:  ## remove the set-up and the local stores
	rm -rf $(VENV) .funn *.egg-info
