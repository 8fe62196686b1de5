# make run     a chat in this terminal (see README.md for the settings)
# make test    everything that proves it works
# make check   linters, types, the layers of the house, the knowledge
# make fit     confidence numbers after the knowledge changed
# make lock    new pinned dependencies after pyproject.toml changed
# make picture the dialog shown in the README
# make bench-chat  start-up, memory and time of one question

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check --no-input
# Temporary files stay in the checkout too.
export TMPDIR := $(CURDIR)/.tmp

.PHONY: run test check fit lock picture bench-chat clean
.DELETE_ON_ERROR:

run: $(VENV)/run.ready
	@$(PY) -m bot run

test: $(VENV)/dev.ready
	@$(PY) -m pytest --cov --cov-report=term

check: $(VENV)/dev.ready
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(PY) -m bot check

fit: $(VENV)/run.ready
	@$(PY) -m bot fit

picture: $(VENV)/run.ready
	@$(PY) docs/draw_dialog.py docs/dialog.svg

bench-chat: $(VENV)/run.ready
	@$(PY) -m tests.bench.chat

lock:
	@sh .ci/lock

clean:
	rm -rf $(VENV) .tmp .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist

# A mark is written only after everything is installed: an interrupted install starts again.
$(VENV)/run.ready: requirements.txt .ci/venv
	@sh .ci/venv $(VENV)
	@$(PIP) install --require-hashes --no-deps -r requirements.txt
	@touch $@

$(VENV)/dev.ready: requirements-dev.txt $(VENV)/run.ready
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.txt
	@touch $@
