.DEFAULT_GOAL := help
SHELL := /bin/bash
# The first of these that is there and runs; name another with PYTHON=…
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
# Byte code halves the start-up of every process; the machine may have switched it off. It is made when a module is
# first imported: most never are.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: requirements.lock requirements-duckdb-2.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with make PYTHON=…"; exit 1; }
	@echo "Setting up .venv from requirements.lock (about two minutes, once)"
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
# Beside the locked DuckDB, for the tests that also run on the next one.
	$(BIN)/pip install -qq --disable-pip-version-check --no-compile --no-deps --require-hashes --upgrade \
		--target .venv/duckdb-2 -r requirements-duckdb-2.lock
	@touch $@

.PHONY: run
run: .venv/.ready ## Set up, write the sample delivery into an empty home, run everything, print the ranking
	@$(BIN)/centricity sample --if-empty
	@$(BIN)/centricity run
	@$(BIN)/centricity ranking

.PHONY: up
up: .venv/.ready ## Start the whole of Airflow on 127.0.0.1:8080
	@$(BIN)/centricity up

.PHONY: test
# Three, since those that wait for Airflow leave a core idle; in the order of their names, the long ones come first.
test: .venv/.ready ## Set up and run the tests
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

.PHONY: fast
# Rooms that need neither Airflow nor dbt, and judge little: what one runs after each change.
fast: .venv/.ready ## Run the tests of the rooms that need neither Airflow nor dbt, in under a minute
	@$(BIN)/python -m pytest -q --numprocesses 2 --dist loadfile -m "not slow" tests/unit/test_*.py \
		tests/unit/{codes,docs,drafting,feeds,mapping,readers,reports,statistics,warehouse}

.PHONY: bench
bench: .venv/.ready ## Measure how fast it is beside a script by hand, and write the page; SIZE=x50 takes longer
	@$(BIN)/centricity bench --size $(or $(SIZE),x10) --write docs/benchmarks

.PHONY: bench-guard
bench-guard: .venv/.ready ## Fail if it became a quarter slower than the committed ratios, in under a minute
	@$(BIN)/python -m centricity_bench.guard docs/benchmarks

.PHONY: matrix
matrix: .venv/.ready ## Run the wheel on every supported Python, DuckDB and dbt; ROWS="3.12 dbt-1.12" chooses some
	@$(BIN)/python -m tests.matrix.run $(ROWS)

.PHONY: coverage
coverage: .venv/.ready ## Run the tests as `make test` does, and say which lines and branches none of them reaches
	@rm -rf .coverage-data
	@$(BIN)/python -m coverage run -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder
	@$(BIN)/python -m coverage combine --quiet
	@$(BIN)/python -m coverage report

.PHONY: hooks
hooks: .venv/.ready ## Check the style of what is committed, at each commit
	@$(BIN)/pre-commit install

.PHONY: lint
lint: .venv/.ready ## Check style, imports and types of Python, style of SQL, and conventions of models
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/sqlfluff lint dbt_project --disable-progress-bar
	@CENTRICITY_INPUT=input CENTRICITY_BUILD_FILE=build.duckdb DBT_LOG_LEVEL_FILE=none DBT_SEND_ANONYMOUS_USAGE_STATS=false \
		$(BIN)/dbt --quiet parse --project-dir dbt_project --profiles-dir dbt_project --target-path target/lint
	@$(BIN)/dbt-bouncer run

.PHONY: docs
docs: .venv/.ready ## Write what the pages and suites repeat from where it is said
	@PYTHONPATH=docs $(BIN)/python -m generate

.PHONY: lock
lock: ## Resolve requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --group dev pyproject.toml --output-file requirements.lock
	echo "duckdb>=2.0,<2.1" | uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --output-file requirements-duckdb-2.lock -
