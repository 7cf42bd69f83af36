# Every recipe has a sentence; `make help` prints them.
PY ?= python3.11
B := .venv/bin
export VIRTUAL_ENV = .venv
AREA ?= spine
# Left out of the second run on PostgreSQL: what touches no table, what only words differ in, doors that start a county
# of their own on SQLite, and tests that choose their engine themselves. Pages run there once each, where their queries
# are counted; the rest of their tests with SLOW=1.
PAGES := $(if $(SLOW),,$(addprefix --ignore=,tests/archive tests/assessment tests/paperwork tests/plan tests/workbench \
	$(filter-out %/test_query_counts.py,$(wildcard tests/desk/test_*.py))))
NO_TABLES := $(addprefix --ignore=,tests/acceptance tests/bench tests/kernel tests/rules tests/programs tests/statute \
	tests/cli tests/casework/test_roads.py tests/desk/test_two_languages.py tests/paperwork/test_form_pages.py \
	tests/payments/test_durable_cluster.py tests/payments/test_full_disk.py \
	$(filter-out %/test_protected_tables.py,$(wildcard tests/house/test_*.py)))
.PHONY: help demo serve test acceptance test-law lint bench docs messages screenshots lock clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

$(B)/uv:
	$(PY) -m venv .venv && $(B)/pip install -q "uv>=0.9,<1"
.venv/.run: requirements/run.txt pyproject.toml | $(B)/uv
	$(B)/uv pip install -q --require-hashes -r requirements/run.txt && $(B)/uv pip install -q --no-deps -e . && touch $@
.venv/.dev: .venv/.run requirements/dev.txt
	$(B)/uv pip install -q --require-hashes -r requirements/dev.txt && touch $@

demo: .venv/.run ## install, build the sample county and serve it
	$(B)/minzheng demo

test: .venv/.dev lint ## lint, contracts, tests on SQLite and PostgreSQL, browser tests
	sh scripts/system.sh
	$(B)/pytest -q -n 2 --dist loadgroup
	$(B)/python scripts/with_pg.py $(B)/pytest -q -n 2 --dist loadgroup -m "not browser" $(NO_TABLES) $(PAGES)

acceptance: .venv/.dev ## prove an issue's "Must show" lines: make acceptance AREA=spine [SLOW=1]
	sh scripts/system.sh
	$(B)/python scripts/acceptance.py $(AREA)

test-law: .venv/.dev ## only the law: kernel, rules, programs and their examples
	$(B)/pytest -q -n 2 tests/kernel tests/rules tests/programs

lint: .venv/.dev ## ruff, mypy, import contracts, local imports
	$(B)/ruff check .
	$(B)/ruff format --check .
	MINZHENG_DEBUG=1 $(B)/mypy
	$(B)/lint-imports
	$(B)/python scripts/check_local_imports.py

bench: .venv/.dev ## measure, and write bench/results.json and bench/RESULTS.md
	$(B)/python bench/run.py

docs: .venv/.dev ## write the generated pages of docs/reference
	$(B)/python scripts/write_docs.py

messages: .venv/.dev ## collect every marked text into locale/ and compile it
	sh scripts/system.sh
	$(B)/python scripts/write_messages.py

screenshots: .venv/.dev ## play the journeys and write a picture of every page to var/screenshots
	sh scripts/system.sh
	$(B)/pytest -q tests/browser

lock: $(B)/uv ## resolve requirements/*.in into the locked files
	$(B)/uv pip compile -q --generate-hashes --no-emit-index-url -o requirements/run.txt requirements/run.in
	$(B)/uv pip compile -q --generate-hashes --no-emit-index-url -o requirements/dev.txt requirements/dev.in

clean: ## remove the demo county and everything generated
	rm -rf var .mypy_cache .ruff_cache .import_linter_cache
