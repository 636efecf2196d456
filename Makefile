# สมุดเยี่ยมบ้าน (Home Visit Logbook): every way to set up, run, check and test the project.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install device demo check test simulate prove bench screens format pins icons clean

# Tests start the programs hundreds of times; without its compiled modules each start takes half as long again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
DEVICE_BIN := .venv-device/bin
# Files are handed out, so that each starts its servers and browser once; in the tree's order, so that those with few and
# long tests do not come last.
SHARED_OUT := --numprocesses=auto --dist=loadfile --no-loadscope-reorder
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	$(if $(UPGRADE),--upgrade) pyproject.toml

help: ## รายการคำสั่ง · this list
	@echo "สมุดเยี่ยมบ้าน · Home Visit Logbook"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)$$/  make \1\t\2/p' Makefile

install: .venv/.installed ## ติดตั้งทุกอย่างใน .venv · everything into .venv
.venv/.installed: requirements.txt pyproject.toml
	@sh tooling/environment.sh .venv requirements.txt 3.11 3.12 3.13 3.14

device: .venv-device/.installed ## ติดตั้งรุ่นเดียวกับแท็บเล็ตใน .venv-device · the tablet's versions into .venv-device
.venv-device/.installed: constraints/device-requirements.txt pyproject.toml
	@sh tooling/environment.sh .venv-device constraints/device-requirements.txt 3.11 3.12 3.13

demo: install ## ลองใช้งานกับข้อมูลตัวอย่าง · the server and the app on a sample district
	@$(BIN)/python tooling/demo.py

check: install ## ตรวจรูปแบบ ชนิดข้อมูล ลำดับชั้น และช่องโหว่ · format, lint, types, layers, addresses, vulnerabilities (AUDIT=require)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict shared_models
	$(BIN)/lint-imports
	@sh tooling/addresses.sh
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tooling/audit.sh

test: install device ## ตรวจและทดสอบทั้งหมด · every check and every test, in a browser and on the tablet's versions too
	@sh tooling/chromium.sh
	@sh tooling/axe.sh
	@sh tooling/libreoffice.sh
	@$(MAKE) --no-print-directory check
	$(DEVICE_BIN)/python -m pytest $(SHARED_OUT) -m "not browser" tests/shared_models tests/field_app tests/packed tests/test_dependencies.py
	$(BIN)/python -m pytest $(SHARED_OUT) --ignore=tests/field_app --ignore=tests/packed

simulate: install ## เล่าเรื่องที่ทุกอย่างผิดพลาด (SEEDS=200 FIRST=0) · stories in which everything goes wrong, from seeds
	@$(BIN)/python -m tests.simulation --seeds $(or $(SEEDS),200) --first $(or $(FIRST),0)

prove: install ## ทุกข้อพิสูจน์เต็มรูปแบบ · all long proofs in full
	@sh tooling/chromium.sh
	@sh tooling/axe.sh
	@sh tooling/libreoffice.sh
	PROVE=1 $(BIN)/python -m pytest $(SHARED_OUT) --timeout=7200

bench: install ## วัดความเร็ว (RUNS=n รอบ) · measure the figures of docs/benchmarks.md into build/bench.json (RUNS=n: how often)
	@$(BIN)/python -m tests.bench

screens: install ## ถ่ายภาพทุกหน้าจอลง docs/screens · take the pictures of docs/screens again
	@sh tooling/chromium.sh
	@$(BIN)/python -m tests.browser.screenshots

format: install ## จัดรูปแบบโค้ด · put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

pins: install ## คำนวณรุ่นที่ตรึงไว้ใหม่ (UPGRADE=1 ใช้รุ่นล่าสุด) · compile the pinned files again (UPGRADE=1: newest versions)
	$(COMPILE) --extra web --extra server --group dev --output-file requirements.txt
	$(COMPILE) --group build --group test --constraint constraints/device.txt \
		--output-file constraints/device-requirements.txt

icons: install ## วาดไอคอนและภาพเปิดแอปใหม่ · draw icon and splash into assets/ again
	@sh tooling/chromium.sh
	@$(BIN)/python tooling/icons.py

clean: ## ลบสิ่งที่สร้างขึ้น · remove what was made, environments too
	rm -rf .venv .venv-device .venv-build build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
