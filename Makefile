# Every target sets up what it needs: a virtual environment in .venv, made anew when pyproject.toml changes.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
INSTALLED := .venv/.installed
READY := .venv/.ready
OUT := out/ecommerce

.DEFAULT_GOAL := help
.PHONY: help example test lint bench fuzz mutants accuracy goldens docs check-terraform matrix pulumi clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' Makefile

example: $(INSTALLED)  ## build the web shop of examples/ecommerce into out/ecommerce
	$(BIN)/spec2iac build examples/ecommerce/spec.md --target aws --out $(OUT)

# The one of Pulumi's packages that the tests of every change use; the others are as large, and their tests skip.
PULUMI := azure

test: lint .pulumi/$(PULUMI)/.ready  ## everything that continuous integration runs: style, types, tests
	$(BIN)/python -m pytest -n auto

lint: $(READY)  ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy compiler benchmarks

bench: $(READY)  ## time and memory, as ratios to importing the libraries
	$(BIN)/python benchmarks/bench.py

fuzz: $(READY)  ## 20,000 mutants of specifications through the stations: nothing may crash or hang
	$(BIN)/python tests/fuzz.py --mutants 20000

mutants: $(READY)  ## faults put into builds of every cloud: terraform test, pytest and verify must catch 95 % of them (an hour)
	$(BIN)/python tests/mutants/run.py

accuracy: $(READY)  ## how well the labelled specifications are understood
	$(BIN)/python tests/accuracy.py

goldens: $(READY)  ## write the expected outputs anew; review them in the diff
	$(BIN)/python -m pytest --update-goldens

docs: $(READY)  ## write the pages anew that are made from data
	$(BIN)/python docs/make.py

check-terraform: $(READY)  ## only the tests that run real Terraform, with the reasons of those that can't
	$(BIN)/python -m pytest -m terraform -rs

matrix: $(READY)  ## every concept, linked pair and example on every cloud, tried by real Terraform with recorded providers (hours)
	for target in $$($(BIN)/python -c 'from spec2iac.pack.load import targets; print(*targets())'); do \
		$(BIN)/python tests/matrix.py --target $$target || failed=yes; done; test -z "$$failed"

pulumi: $(READY) .pulumi/aws/.ready .pulumi/azure/.ready .pulumi/gcp/.ready  ## Pulumi programs of every concept and example with the real packages (hours)
	for target in aws azure gcp; do \
		$(BIN)/python tests/pulumi/run.py --target $$target || failed=yes; done; test -z "$$failed"

clean:  ## remove what was installed and built
	rm -rf .venv .pulumi out build *.egg-info

# An interrupted installation leaves no stamp, so the next call takes it up again.
$(INSTALLED): pyproject.toml
	@test -n "$(PYTHON)" || { echo "spec2iac needs Python 3.11 or newer: install it, or call make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "setting up .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --editable .
	@touch $@

$(READY): $(INSTALLED)
	@echo "setting up .venv for development"
	@$(BIN)/python -m pip install -qq --editable ".[dev]"
	@touch $@

# Pulumi's package of a cloud, in an environment of its own. Where it can't be installed, the tests that need it skip, and say so.
.pulumi/%/.ready: targets/%/pulumi.yaml $(INSTALLED)
	@echo "setting up .pulumi/$*"
	@$(PYTHON) -m venv .pulumi/$*
	@.pulumi/$*/bin/python -m pip install -qq $$($(BIN)/python -m spec2iac.pulumi.requirements $*) pytest PyYAML ruff pyright \
		&& touch $@ || echo "Pulumi's package for $* can't be installed: tests that need it skip" >&2
