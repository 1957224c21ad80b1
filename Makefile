.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080

help: ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(VENV)/.development ## A virtual environment with everything that tests need

$(VENV)/.runtime: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.development: requirements-dev.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/.runtime

demo: $(VENV)/.runtime ## Chat with the bot on a local page: no token, no network
	$(BIN)/python -m bot simulate --port $(PORT)

test: setup browser check ## All checks and tests, two files at a time
	$(BIN)/python -m bot ask "hello" >/dev/null  # has the index made, once for all who need it
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: setup ## Formatting, types, import directions, and the content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m bot check

format: setup ## Put the code in order
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

stories: setup ## The conversations in tests/stories only
	$(BIN)/python -m pytest -q tests/test_stories.py

evaluate: setup ## How well questions are understood, on the published question set
	$(BIN)/python -m bot evaluate tests/questions/*.yaml

bench: setup ## Start, memory, a turn, rendering, and the matcher beside its peers
	$(BIN)/python -m bench

bench-load: setup ## Turns a second over the real wire, beside bare python-telegram-bot (six minutes)
	$(BIN)/python -m bench.load

fuzz: setup ## 20,000 mutated updates through the bot; FUZZ_UPDATES and FUZZ_SEED choose others
	FUZZ_UPDATES=$${FUZZ_UPDATES:-20000} $(BIN)/python -m pytest -q tests/fuzz

chaos: setup ## 70 kills under load in each of three layouts, while all around fails; CHAOS_KILLS and CHAOS_SEED choose others
	CHAOS_KILLS=$${CHAOS_KILLS:-70} $(BIN)/python -m pytest -q tests/chaos

requirements: ## Pin the dependencies anew, with hashes
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-options --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-options --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --extra dev --output-file requirements-dev.txt pyproject.toml

messages: setup ## Collect the texts to translate, and bring the catalogues up to date
	$(BIN)/python -m babel.messages.frontend extract -F pyproject.toml --project=guidebot --no-wrap --sort-by-file -o locales/bot.pot .
	@for folder in locales/*/; do language=$$(basename $$folder); test -f $$folder/LC_MESSAGES/bot.po \
		|| $(BIN)/python -m babel.messages.frontend init -i locales/bot.pot -d locales -D bot --no-wrap -l $$language; done
	$(BIN)/python -m bot.rendering.rewording

docs: setup ## The documentation as a static site in build/docs, its links checked
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict

audit: setup ## Known vulnerabilities of the pinned dependencies; says so when their database is out of reach
	$(BIN)/python -m bench.audit requirements.txt

schemas: setup ## Write the JSON Schemas by which editors check knowledge/ while typing
	$(BIN)/python -m bot schema docs/schemas

cards: setup ## Draw the pictures of the Chinese labels anew (needs the font Noto Sans CJK)
	$(BIN)/python -m bot.rendering.cards

browser:
	@command -v chromium chromium-browser google-chrome >/dev/null 2>&1 \
		|| { [ "$$(id -u)" = 0 ] && apt-get -qq update >/dev/null 2>&1 && apt-get -qq install -y chromium >/dev/null 2>&1; } \
		|| echo "no Chromium here and it may not be installed: the browser tests are left out"

clean: ## Remove what can be made anew
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help setup docs audit fuzz demo test check format stories evaluate bench bench-load requirements messages schemas cards browser clean
