# Two commands are enough: `make run` and `make test`. Both need python3, make and the package registries.
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help
help: ## Say what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ready ## The whole living demo city, in this terminal (PORT, DATA_DIR, MQTT_PORT, SIM_SPEED, SIM_SEED, NO_SIMULATOR)
	@exec $(BIN)/quanheng run --follow-parent

.PHONY: test
test: install lint ## Install what tests need, check style, types and imports, run every test
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup

.PHONY: install
install: ## Everything for work on the code: packages, front-end, catalogues, browser, fonts
	@python3 tools/bootstrap test

.PHONY: ready
ready: # only what `make run` needs
	@python3 tools/bootstrap run

.PHONY: lint
lint: ## Style, import contracts and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(BIN)/mypy

.PHONY: screenshots
screenshots: install ## Photograph the pages of a running demo city into docs/pictures
	@$(BIN)/python -m tools.screenshots

.PHONY: coverage-doc
coverage-doc: install ## Write docs/coverage.md: requirement, code, test
	@$(BIN)/python -m tools.coverage_doc

.PHONY: sources-page
sources-page: install ## Write docs/sources.md: every text the law quotes, every reading, how sure each is
	@$(BIN)/python -m tools.sources_page

.PHONY: bench
bench: install ## Measure ingestion against a bare COPY of the same rows
	@$(BIN)/python -m bench.ingest

.PHONY: bench-law
bench-law: install ## Measure judgements, one at a time and in arrays
	@$(BIN)/python -m bench.law
