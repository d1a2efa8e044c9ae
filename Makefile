# `make run` and `make test` need git, make and Python 3.11 or newer with venv; everything else is set up in .venv.

BIN := .venv/bin

.PHONY: help run test pythons coverage snapshots check format lint types contracts locale-check words-check keys-check rules-check bench fuzz soak faults locale keys man schema rules recorded lock bundle wheel wheelhouse parts audit-parts screenshot clean

help:
	@echo "make run         open the console on inventory.toml"
	@echo "make test        run the tests"
	@echo "make pythons     run the tests on every Python from 3.11 on that is found, and say which were"
	@echo "make coverage    run the tests and print what they leave out, beside its floors"
	@echo "make snapshots   draw the pinned pictures of the screen anew; look at the diff"
	@echo "make check       all that CI runs: tests, lint, types, import contracts, catalogues"
	@echo "make format      lay the code out, at 100 columns"
	@echo "make bench       print speed and memory beside their floors"
	@echo "make faults      make every call to the system fail in turn, cut the power everywhere, and print what was lost: 0; needs cc, takes an hour (a part: ARGS=\"mirror 3/8\")"
	@echo "make soak        two nights, of a hub that is killed and of a whole house (SECONDS=300 each), and half a year; prints what was lost: 0"
	@echo "make fuzz        try odd inputs of every kind, and print what came of them"
	@echo "make locale      update and compile the French catalogue"
	@echo "make keys        write the table of keys, the printed sheets, the page of rules and the manual pages in docs anew"
	@echo "make rules       write the page of rules in docs anew"
	@echo "make recorded    do the recorded acts of tests/journal once more, and keep what new ones write"
	@echo "make lock        resolve the dependencies anew"
	@echo "make bundle      build dist/chwapi-console-MACHINE.pyz, the one file that runs with python3 and nothing else (MACHINE=aarch64 for another)"
	@echo "make wheel       build wheel and sdist into dist; the same sources give the same bytes"
	@echo "make wheelhouse  fill dist/wheelhouse with the wheels from which the program is installed without an index"
	@echo "make parts       write dist/parts.cdx.json: all parts with their licences (CycloneDX)"
	@echo "make audit-parts ask pip-audit whether a hole is known in a part, where it can be had and reached"
	@echo "make screenshot  draw the pictures of the README anew, and film five restorations"
	@echo "make clean       remove what was set up and made"

.venv/run.stamp: requirements/run.txt pyproject.toml tools/setup
	@sh tools/setup run

.venv/dev.stamp: requirements/dev.txt pyproject.toml tools/setup
	@sh tools/setup dev

run: .venv/run.stamp
	@sh tools/setup check || sh tools/setup run
	@$(BIN)/python -P -m chwapi_console $(ARGS)

test: .venv/dev.stamp
	@$(BIN)/python -m pytest $(ARGS)

pythons:
	@sh tools/pythons $(ARGS)

# Lines and branches together, in percent. The rules of a recovery and the reading of plans may not be guessed at.
FLOOR := 95
FLOOR_OF_RULES := 98

# Tests that look at what a process loads as it starts: who measures it loads more.
UNMEASURED := tests/cli/test_cli_processes.py::test_no_verb_loads_more_than_it_needs \
	tests/cli/test_interrupts.py::test_whatever_module_is_being_loaded_an_interruption_ends_it_without_a_traceback

coverage: .venv/dev.stamp
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(UNMEASURED:%=--deselect=%) $(ARGS) || { \
		echo "Once more, what failed, alone:"; $(BIN)/coverage run -m pytest --lf --lfnf=none -n 0 -v; }
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --skip-covered --fail-under=$(FLOOR)
	@for part in recovery inventory; do \
		printf '%s, in percent: ' $$part; \
		$(BIN)/coverage report --include="*/chwapi_console/$$part/*" --format=total --precision=1 --fail-under=$(FLOOR_OF_RULES) || exit 1; \
	done

snapshots: .venv/dev.stamp
	@$(BIN)/python -m pytest -n 0 tests/console/test_pictures.py --snapshot-update

check: test lint types contracts locale-check words-check keys-check rules-check

format: .venv/dev.stamp
	@$(BIN)/ruff format .

lint: .venv/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "the layout is not the formatter's: make format"; exit 1; }

types: .venv/dev.stamp
	@$(BIN)/mypy

contracts: .venv/dev.stamp
	@$(BIN)/lint-imports --no-cache

locale-check: .venv/dev.stamp
	@$(BIN)/python tools/catalogue.py check

words-check:
	@sh tools/clean-words

bench: .venv/dev.stamp
	@PYTHONPATH=tests $(BIN)/python -m bench $(ARGS)

faults: .venv/dev.stamp
	@PYTHONPATH=src:tests $(BIN)/python -m faults.walk $(ARGS)
	@PYTHONPATH=src:tests $(BIN)/python -m faults.power $(ARGS)

fuzz: .venv/dev.stamp
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(ARGS)

SECONDS := 300

soak: .venv/dev.stamp
	@PYTHONPATH=src:tests $(BIN)/python -m soak --seconds $(SECONDS) $(ARGS)

locale: .venv/dev.stamp
	@$(BIN)/python tools/catalogue.py update
	@$(BIN)/python tools/catalogue.py compile

keys: .venv/dev.stamp rules man schema
	@$(BIN)/python tools/keys.py write

schema: .venv/dev.stamp
	@$(BIN)/python tools/plan_schema.py write

man: .venv/dev.stamp
	@$(BIN)/python tools/man.py write

recorded: .venv/dev.stamp
	@PYTHONPATH=src:tests $(BIN)/python -m journal.record_anew

rules: .venv/dev.stamp
	@$(BIN)/python tools/rules.py write

keys-check: .venv/dev.stamp rules-check
	@$(BIN)/python tools/keys.py check
	@$(BIN)/python tools/man.py check
	@$(BIN)/python tools/plan_schema.py check

rules-check: .venv/dev.stamp
	@$(BIN)/python tools/rules.py check

lock:
	@sh tools/lock

MACHINE := $(shell uname -m)

DIST := dist

bundle: .venv/dev.stamp
	@$(BIN)/python tools/bundle.py $(DIST)/chwapi-console-$(MACHINE).pyz --machine $(MACHINE) $(ARGS)

wheel: .venv/dev.stamp
	@$(BIN)/python -m hatchling build -d $(DIST)

wheelhouse:
	@BIN=$(BIN) sh tools/wheelhouse $(DIST)/wheelhouse $(ARGS)

parts: .venv/dev.stamp
	@$(BIN)/python tools/parts.py $(DIST)/parts.cdx.json

audit-parts: .venv/dev.stamp
	@$(BIN)/python tools/audit_parts.py $(ARGS)

screenshot: .venv/dev.stamp
	@$(BIN)/python tools/screenshot.py
	@$(BIN)/python tools/recording.py

clean:
	@rm -rf .venv .pythons .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache
