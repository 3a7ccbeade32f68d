SHELL := /bin/bash
PY := .venv/bin/python

.PHONY: help demo serve worker test check fix bench bench-themes setup setup-dev

help: ## Say what each command does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: setup ## Load the sample study through the real pages and make its report as a PDF
	@$(PY) -m examples.play

serve: setup ## Start the product at http://127.0.0.1:5000; PORT=5050 takes another port
	@PORT=$(PORT) scripts/serve.sh

worker: setup ## Do background jobs in a process of their own (needs QUEUE_URL)
	@.venv/bin/flask worker

test: setup-dev ## Run every test, on SQLite and on PostgreSQL
	@.venv/bin/pytest -n auto --dist loadfile --no-loadscope-reorder

check: setup-dev ## Format, lint, templates, types, import contracts, style figures
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/djlint templates --lint --quiet
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/pytest -q tests/contracts

fix: setup-dev ## Format and mend what can be mended without thought
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: bench-themes ## Measure everything that has a figure
	@$(PY) -m bench.stages
	@$(PY) -m bench.respond
	@$(PY) -m bench.questionnaire

bench-themes: setup-dev ## Measure themes and kinds against labelled texts and BERTopic: quality, steadiness, cost
	@$(PY) -m bench.themes

setup:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev
