# GNU make. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON    ?= python3
PROGRAMME ?= pwr-2022-2024
YEAR      ?= 2024
# workers of pytest-xdist, or 0 for none; one more than cores, for a test that reads files waits for its children
WORKERS   ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

VENV := .venv
BIN  := $(VENV)/bin
# A stamp is touched last, and `venv --clear` takes all of them away: a build that was interrupted is not done.
STAMPS  := $(VENV)/.stamps
RUNTIME := $(STAMPS)/runtime
COMMAND := $(STAMPS)/command
DEV     := $(STAMPS)/dev
# pip as it is set up on this machine (no index is named here); its words are shown only when it fails
install = $(BIN)/python -m pip install --disable-pip-version-check --no-input --progress-bar off $(1) \
            >>$(VENV)/install.log 2>&1 || { tail -n 20 $(VENV)/install.log >&2; exit 1; }
# the lists are complete, so nothing beyond them is looked up
LOCKED := --require-hashes --no-deps -r
# a file stays with one worker: what its tests share is set up once
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

.PHONY: help env dev-env report test test-full check format lint types layers tidy lock sbom bundle pages gallery clean

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|' 2>/dev/null \
	  || sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1 - \2/p' $(MAKEFILE_LIST)

# ---------------------------------------------------------------- environment
$(RUNTIME): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." \
	       "Name another one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot create environments; on Debian and Ubuntu: apt install python3-venv." >&2; exit 1; }
	@echo "Building $(VENV) from requirements.txt (a minute or two) …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(call install,$(LOCKED) requirements.txt)
	@mkdir -p $(STAMPS) && touch $@

# The checkout itself: .venv/bin/annual-report, and the checkout on sys.path. Nothing is copied.
$(COMMAND): pyproject.toml $(RUNTIME)
	@$(call install,--no-deps --no-build-isolation --no-index -e .)
	@touch $@

$(DEV): requirements-dev.txt $(COMMAND)
	@echo "Adding the development tools to $(VENV) …"
	@$(call install,$(LOCKED) requirements-dev.txt)
	@touch $@

env: $(COMMAND) ## build .venv with what a run needs
dev-env: $(DEV) ## build .venv with the development tools too

# ---------------------------------------------------------------- the job
report: env ## make the annual report of PROGRAMME and YEAR (default: pwr-2022-2024 2024)
	$(BIN)/annual-report run $(PROGRAMME) $(YEAR)

pages: dev-env ## draw and check every page of the documents in outputs-pages/ (needs LibreOffice and poppler-utils)
	$(BIN)/python -m tests.golden.pages

gallery: dev-env ## draw the pictures of docs/pages.md, docs/forms.md and the guides (needs Chromium too)
	$(BIN)/python -m tests.golden.pages --gallery
	ANNUAL_REPORT_PICTURES=docs/images $(BIN)/python -m pytest -q tests/browser/test_the_year.py

# ---------------------------------------------------------------- checks
test: dev-env ## run the tests (under ten minutes)
	$(PYTEST) -m "not slow"

test-full: dev-env ## run the slow tier, which `make test` leaves out
	@$(PYTEST) -m slow || { code=$$?; [ $$code -eq 5 ] && echo "There is no slow test yet."; }

check: format lint types layers test ## all checks: format, lint, types, layers, test

format: dev-env ## is the code formatted?
	$(BIN)/ruff format --check .

lint: dev-env ## ruff
	$(BIN)/ruff check .

types: dev-env ## mypy, strict
	$(BIN)/mypy

layers: dev-env ## flows → tasks → domain, never back (import-linter)
	$(BIN)/lint-imports

tidy: dev-env ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# ---------------------------------------------------------------- dependencies
# uv.lock is the source; the hashed lists are exported from it. An export leaves out extras, and pip before 23.3
# (Python 3.11 brings such a one) then refuses "sqlalchemy[asyncio]" in hash mode: those lines are added.
EXPORT  := uv export --quiet --frozen --no-emit-project --no-header --no-annotate --group build
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras \
           --no-header --no-annotate pyproject.toml --group build

lock: ## resolve anew: uv.lock, requirements.txt, requirements-dev.txt (needs uv)
	@command -v uv >/dev/null || { echo "uv is needed to resolve: pip install uv" >&2; exit 1; }
	uv lock
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	list() { \
	  echo '# Made by "make lock" from uv.lock; do not edit.'; $(EXPORT) $$1; \
	  echo '# The same with extras, for pip before 23.3.'; \
	  $(EXPORT) $$1 --no-hashes > "$$work/locked"; \
	  $(COMPILE) $${2:-} --constraint "$$work/locked" > "$$work/compiled"; awk '/^[^ ]/ { extras = /\[/ } extras' "$$work/compiled"; \
	}; \
	list --no-dev > "$$work/run"; list "--group dev" "--group dev" > "$$work/dev"; \
	cp "$$work/run" requirements.txt; cp "$$work/dev" requirements-dev.txt

sbom: ## list what a run is built from as sbom.json (CycloneDX 1.5; needs uv)
	@command -v uv >/dev/null || { echo "uv is needed for the list: pip install uv" >&2; exit 1; }
	uv export --quiet --frozen --no-dev --preview-features sbom-export --format cyclonedx1.5 --output-file sbom.json

# PLATFORM is a name of pip's; without one the bundle is for this machine.
bundle: env ## pack the checkout with its wheels into outputs-bundle/, to be installed without a network
	$(BIN)/python -m installation.bundle $(if $(PLATFORM),--platform $(PLATFORM)) \
	  $(if $(PYTHON_VERSION),--python-version $(PYTHON_VERSION))

clean: ## remove the environment, caches and everything in outputs/
	rm -rf $(VENV) outputs-pages outputs-bundle .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find outputs -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
