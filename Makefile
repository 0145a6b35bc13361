# IMR Portal. `make run` runs it on a machine that has git, make and Python 3.11 or newer.

PYTHON ?= python3
ARGS ?= -n 4
.PHONY: setup run stop reset test screenshots lint

setup:  ## make this checkout ready
	@$(PYTHON) bin/setup setup

run:  ## set up, start everything, stop it on Ctrl-C
	@$(PYTHON) bin/setup run

stop:  ## stop what `make run` or a command started
	@.venv/bin/python -m imrportal.servers.halt

reset:  ## stop, and empty the demonstration: database, queue, files, keys
	@.venv/bin/python -m imrportal.servers.halt --reset

test:  ## the whole suite on a private PostgreSQL and Valkey; ARGS= goes to pytest
	@$(PYTHON) bin/setup test -- $(ARGS)

screenshots:  ## pictures of every page, for the README and for looking
	@$(PYTHON) bin/setup test -- --version >/dev/null
	@.venv/bin/python -m tests.screenshots

lint:
	@$(PYTHON) bin/setup lint
	@.venv/bin/python -m ruff format --check
