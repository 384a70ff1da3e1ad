# Two commands for a fresh machine with Python 3.11 and make: `make run` (the pages) and `make test` (everything checked).
# Both install what they need into .venv the first time and work offline from then on.

PYTHON ?= python3.11
PORT ?= 8501
ADDRESS ?= 127.0.0.1

# DuckDB asks for millions of small pieces of memory and gives them back; glibc keeps seven of a size at hand for a thread. With more a
# build takes up to a tenth less. Other systems do not look at it.
export GLIBC_TUNABLES ?= glibc.malloc.tcache_count=500

PY := .venv/bin/python
# Installed once for each content of the requirements, whatever the dates of the files.
RUN_READY := .venv/run-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_READY := .venv/dev-$(shell cat requirements.txt requirements-dev.txt requirements-export.txt | cksum | cut -d' ' -f1)
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: run build test lint bench

run: $(RUN_READY)
	$(PY) -m budget build
	$(PY) -m budget serve --port $(PORT) --address $(ADDRESS)

build: $(RUN_READY)
	$(PY) -m budget build

test: $(DEV_READY) lint
	$(PY) tests/chromium.py
	$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(DEV_READY)
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo

# make bench BENCH="--only mutations": one part; BENCH="--disclosures 1000": the rate without waiting for 100,000;
# BENCH="--only province --province FOLDER": the pages on a sample store that is there, instead of making one in 45 minutes
bench: $(DEV_READY)
	$(PY) tests/chromium.py
	$(PY) tests/bench.py $(BENCH)

$(PY):
	@command -v $(PYTHON) >/dev/null || { \
		echo "Python 3.11 is needed and $(PYTHON) was not found: install it, or name yours with make PYTHON=/path/to/python3.11" >&2; \
		exit 1; }
	$(PYTHON) -m venv .venv

$(RUN_READY): | $(PY)
	$(PIP) -r requirements.txt
	@touch $@

$(DEV_READY): | $(PY)
	$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_READY)
