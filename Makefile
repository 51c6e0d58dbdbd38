# make run: the Sejong estimate. make test: the suite. make check: lint, format, types.
# make docs: the documentation, in build/site.
# Each makes its own virtual environment in .venv; a second call installs nothing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check docs bench clean

run: $(VENV)/.run
	$(BIN)/iomodel run scenarios/sejong

test: $(VENV)/.test
	$(BIN)/python -m pytest

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: $(VENV)/.test
	$(BIN)/python benchmarks/cold_start.py
	$(BIN)/python benchmarks/multiregional.py
	$(BIN)/python benchmarks/batch.py
	$(BIN)/python benchmarks/uncertainty.py
	$(BIN)/python benchmarks/curves.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch $@ $(VENV)/.run

$(VENV)/.check: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[check]"
	touch $@ $(VENV)/.test $(VENV)/.run

$(VENV)/.docs: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable ".[report,docs]"
	touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV)
