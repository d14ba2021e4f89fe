# The commands of the project. Each one installs what it misses and says what it is doing.
# Start with `make run`; `make help` lists the rest.

SHELL := /bin/bash
DEVELOPMENT := kiosk-config/development
SCRATCH := $(DEVELOPMENT)/scratch.sh
DATA ?= .data/kiosk
PROVINCE_DATA ?= .data/province
PORT ?= 8080
PROVINCE_PORT ?= 8090
SOAK ?= 1000000
SEEDS ?= 10000
VENV := .venv
RELEASE := -c release --static-swift-stdlib
SWIFT_SOURCES := Package.swift Sources Tests

.PHONY: help run run-province build test test-swift test-end-to-end bench soak lint format clean \
  packages-run packages-test

help:
	@echo "make run            the kiosk with demonstration data on http://127.0.0.1:$(PORT)"
	@echo "make run-province   the province's server on http://127.0.0.1:$(PROVINCE_PORT), with its own PostgreSQL"
	@echo "make test           every test: Swift, then end to end (PostgreSQL, Chromium, printer)"
	@echo "make bench          speed and memory beside their baselines: a table and .data/bench.json"
	@echo "make soak           a million damaged inputs of each kind (SOAK=n for n): none believed, none over 20 ms;"
	@echo "                    then $(SEEDS) seeds of the fault laboratory (SEEDS=n for n, SEED=n for that one alone)"
	@echo "make build          the two release binaries: .build/release/{kioskd,provinced}"
	@echo "make lint | format  check or mend the layout of the Swift sources"
	@echo "make clean          remove what was built (the data in .data stays)"

packages-run:
	@$(DEVELOPMENT)/packages.sh run

packages-test:
	@$(DEVELOPMENT)/packages.sh run province test

build: packages-run
	@$(DEVELOPMENT)/packages.sh province
	@echo "==> building the release binaries (the first time takes about 6 minutes on 2 cores)"
	swift build $(RELEASE) --product kioskd
	swift build $(RELEASE) --product provinced

run: packages-run
	@echo "==> building kioskd (the first time takes about 5 minutes on 2 cores)"
	swift build $(RELEASE) --product kioskd
	@echo "==> demonstration data in $(DATA) (made once; a later start only adds today's session)"
	.build/release/kioskd demo --refresh --config kiosk-config/kiosk.toml --data $(DATA)
	@echo "==> starting the kiosk; stop it with Ctrl-C"
	exec .build/release/kioskd serve --config kiosk-config/kiosk.toml --data $(DATA) --port $(PORT)

run-province:
	@$(DEVELOPMENT)/packages.sh run province
	@echo "==> building provinced (the first time takes about 5 minutes on 2 cores)"
	swift build $(RELEASE) --product provinced
	@exec $(DEVELOPMENT)/run-province.sh $(PROVINCE_DATA) $(PROVINCE_PORT)

test: test-swift test-end-to-end

test-swift: packages-test
	@echo "==> building everything with its tests (the first time takes about 5 minutes on 2 cores)"
	swift build --build-tests
	@echo "==> Swift tests"
	$(SCRATCH) swift test --skip-build

test-end-to-end: packages-test $(VENV)/ready
	@echo "==> building the daemons that the end-to-end tests start"
	swift build --build-tests
	@echo "==> end-to-end tests: real daemons, PostgreSQL, Chromium, printer"
	$(SCRATCH) $(VENV)/bin/python -m pytest Tests/EndToEnd

$(VENV)/ready: Tests/EndToEnd/requirements.txt
	@echo "==> installing the Python packages of the tests into $(VENV)"
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --requirement $<
	@touch $@

bench: build packages-test $(VENV)/ready
	@echo "==> measuring; leave the machine alone for about 20 minutes"
	$(SCRATCH) $(VENV)/bin/python Tests/Bench/bench.py $(BENCH)

LABORATORY := cd Tests/EndToEnd && KIOSK_BINARIES=$(CURDIR)/.build/release $(CURDIR)/$(SCRATCH) ../../$(VENV)/bin/python -m laboratory

ifdef SEED
soak: build packages-test $(VENV)/ready
	$(LABORATORY) --seed $(SEED)
else
soak: build packages-test $(VENV)/ready
	@echo "==> building everything with its tests (the first time takes about 5 minutes on 2 cores)"
	swift build --build-tests
	@echo "==> $(SOAK) damaged inputs of each kind (a million take about 10 minutes on 2 cores)"
	EVIDENCE_ROUNDS=$(SOAK) $(SCRATCH) swift test --skip-build --filter MutationTests
	@echo "==> $(SEEDS) seeds of the fault laboratory (10,000 take about 80 minutes on 2 cores)"
	$(LABORATORY) --seeds $(SEEDS) --workers 8
endif

lint:
	swift format lint --strict --parallel --recursive $(SWIFT_SOURCES)

format:
	swift format --in-place --parallel --recursive $(SWIFT_SOURCES)

clean:
	rm -rf .build $(VENV)
