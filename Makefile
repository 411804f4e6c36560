# Everything sets itself up: a virtual environment of the project's own in .venv, made anew when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: example test lint bench fuzz accuracy goldens docs check-terraform schemas clean

example: $(READY)  ## build the web shop's specification into out/ and show what was made of it
	$(BIN)/spec2iac build examples/ecommerce/spec.md --target aws --out out/ecommerce
	@ls out/ecommerce

test: $(READY) lint  ## the whole test suite
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p spec2iac

bench: $(READY)  ## time and memory, as ratios to importing the libraries
	$(BIN)/python benchmarks/bench.py

fuzz: $(READY)  ## mutants of every specification through all stations: nothing may crash or hang
	$(BIN)/python tests/fuzz.py --mutants 20000

accuracy: $(READY)  ## how well the language reads the labelled specifications
	$(BIN)/python tests/accuracy.py

goldens: $(READY)  ## rewrite expected outputs; review them in the diff
	$(BIN)/python -m pytest --update-goldens

docs: $(READY)  ## rewrite the pages that are made from data
	$(BIN)/python docs/make.py

check-terraform: $(READY)  ## only the tests that run real Terraform
	$(BIN)/python -m pytest -m terraform -rs

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip "setuptools>=69"
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $(READY)

clean:
	rm -rf .venv out build *.egg-info
