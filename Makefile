# make demo    the invented demo town, at http://127.0.0.1:8000 (PORT=8001 for another)
# make test    what must hold, in five to six minutes (LONG=1 for everything)
# make interop  what others' files, tools and standards say to ours
# make check   style, types and layers
# make journeys  every journey in a real browser, each page read by axe
# make bars    the full-size bars, each with its figure (ONLY=name for one)

PORT ?= 8000
READY = .venv/.ready

# Compiled code is kept, in .venv and beside ours: starting takes half the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check interop journeys bars assets
help:
	@sed -n 's/^# make/make/p' Makefile

demo: $(READY) assets
	@exec .venv/bin/linkwell demo --port $(PORT)

test: $(READY) assets
	@sh requirements/browser.sh
	@exec .venv/bin/python -m tests $(if $(LONG),long)

check: $(READY)
	@exec .venv/bin/python -m tests check

interop: $(READY) assets
	@exec .venv/bin/python -m tests interop

journeys: $(READY) assets
	@sh requirements/browser.sh
	@exec .venv/bin/python -m tests journeys

bars: $(READY) assets
	@exec .venv/bin/python -m tests.bench $(ONLY)

assets: $(READY)
	@.venv/bin/python -m linkwell.web.design.build

$(READY): requirements/set-up.sh requirements/uv.txt requirements/dev.txt pyproject.toml
	@sh requirements/set-up.sh
	@touch $@
