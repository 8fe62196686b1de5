# make run     a chat in this terminal (see README.md for the settings)
# make test    everything that proves it works
# make check   linters, types, the layers of the house, the knowledge
# make fit     confidence numbers after the knowledge changed
# make lock    new pinned dependencies after pyproject.toml changed
# make picture the dialog shown in the README
# make bench-chat  start-up, memory and time of one question
# make bench-answers  our matcher beside others, half an hour or more; writes docs/answers.md
# make bench-telegram  the bot on Telegram beside a bare echo bot, and a soak

VENV := .venv
PY := $(VENV)/bin/python
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps
NO_INSTALL = { echo "依赖没装上：看看网络、代理和磁盘空间，再运行一次。" >&2; exit 1; }
# Temporary files stay in the checkout too.
export TMPDIR := $(CURDIR)/.tmp

.PHONY: bench-answers bench-telegram run test check fit lock picture bench-chat clean
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

bench-telegram: $(VENV)/dev.ready
	@$(PY) -m tests.bench.telegram

bench-answers: .venv-bench/bench.ready
	@.venv-bench/bin/python -m tests.bench.answers $(ARGS)

lock:
	@sh .ci/lock

clean:
	rm -rf $(VENV) .venv-bench .tmp .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist

# A mark is written only after everything is installed: an interrupted install starts again.
$(VENV)/run.ready: requirements.txt .ci/venv
	@sh .ci/venv $(VENV)
	@$(INSTALL) -r requirements.txt || $(NO_INSTALL)
	@touch $@

.venv-bench/bench.ready: requirements-bench.txt .ci/venv
	@sh .ci/venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps -r requirements-bench.txt || $(NO_INSTALL)
	@touch $@

$(VENV)/dev.ready: requirements-dev.txt $(VENV)/run.ready
	@$(INSTALL) -r requirements-dev.txt || $(NO_INSTALL)
	@touch $@
