# What a newcomer types. Every target works in a fresh clone, with no variable set.

PORT ?= 8000
# "make test TESTS=tests/unit/scoring" runs a part of the suite.
TESTS ?= tests
# "make bench BENCH=--quick" measures with fewer patients and repeats.
BENCH ?=
export PORT
# Python keeps what it compiled, whatever the shell says: a second start takes a third of the time.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint format bench lock venv

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: .venv/base.stamp ## Run the registry with a synthetic study at http://127.0.0.1:8000 (PORT= chooses)
	@$(BIN)/python -m ra_registry.embedded demo

demo-reset: .venv/base.stamp ## Delete the demo's data and run it anew
	@$(BIN)/python -m ra_registry.embedded reset
	@$(BIN)/python -m ra_registry.embedded demo

test: .venv/dev.stamp ## Run all tests, browser tests included where Chromium is found
	@scripts/javascript install
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(TESTS)

lint: .venv/dev.stamp ## Check style, types, templates, import rules, wording and scripts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --check --lint --quiet templates
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.wording
	@scripts/javascript lint

format: .venv/dev.stamp ## Format code and templates
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet templates

bench: .venv/dev.stamp ## Measure what the README promises
	$(BIN)/python -m ra_registry.embedded run -- $(BIN)/python -m tests.bench $(BENCH)

lock: .venv/dev.stamp ## Pin the packages of pyproject.toml with hashes (UPGRADE=1 takes the newest)
	$(COMPILE) --group dev --output-file requirements/dev.txt
	$(COMPILE) --constraint requirements/dev.txt --output-file requirements/base.txt

venv: .venv/dev.stamp ## Create .venv with everything that tests and lint need

.venv/base.stamp: requirements/base.txt
	@scripts/venv base

.venv/dev.stamp: requirements/dev.txt
	@scripts/venv dev
