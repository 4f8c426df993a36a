# The two commands are `make run` and `make test`; the rest serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
APT := $(shell [ "$$(id -u)" = 0 ] && command -v apt-get)

.PHONY: run setup test test-setup lint types pytest browser-setup compile wheels wheel-folder bench calibrate planted clean

run: setup
	$(BIN)/python -m evaluation serve --demo --role dataansvarlig --port $(PORT)

setup: $(VENV)/.run-time

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-time: $(VENV)/bin/python requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

test: test-setup lint types pytest

test-setup: $(VENV)/.test browser-setup

$(VENV)/.test: $(VENV)/.run-time requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# The browser tests want Chromium. As root on Debian it is installed; elsewhere they say why they are skipped.
browser-setup:
	@if [ -n "$(APT)" ] && ! command -v chromium >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; fi

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

pytest:
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

# Exact versions of everything, for every platform, from the one declaration in pyproject.toml.
compile: $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

# Every pinned package has a wheel for Windows; and those wheels in a folder, for a machine without internet.
wheels: setup
	$(BIN)/python scripts/check_wheels.py

wheel-folder: setup
	$(BIN)/python scripts/check_wheels.py --folder wheels

bench: $(VENV)/.test
	for f in benchmarks/*.py; do $(BIN)/python $$f; done

# The statistics' own test in full length, kept as what the page of methods shows.
calibrate: setup
	$(BIN)/python -m evaluation calibrate --save

# Whether demand that was planted is recovered, in 200 years drawn: kept as benchmarks/demand.json.
planted: setup
	$(BIN)/python benchmarks/demand.py --save

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build
