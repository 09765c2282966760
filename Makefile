# The two commands that matter: `make demo` shows the gateway working, `make test` proves it.
# Both install the Debian packages they need when these are missing, with sudo only when not root.

SWIFT  ?= swift
PYTHON ?= python3
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
VENV   := .build/venv

LIBRARIES  := libserialport-dev libsqlite3-dev libphonenumber-dev
TEST_TOOLS := python3-venv tshark libnet-smpp-perl gcc
KANNEL     := .build/kannel
BUILD      := $(SWIFT) build --explicit-target-dependency-import-check error

.PHONY: build demo run test check lint format bench-api bench-smpp bench-codec fault-smpp fuzz libraries test-tools venv clean

build: libraries
	$(BUILD) -c release --product countersign

demo: build
	.build/release/countersign demo

run: build
	.build/release/countersign serve

test: libraries test-tools venv
	$(BUILD) --build-tests
	$(SWIFT) test --skip-build
	$(VENV)/bin/pytest Tests/Acceptance

# The quick loop: format, house rules and unit tests, without the clients and peers.
check: libraries lint
	$(SWIFT) test --skip Differential --skip ExpiryTests

lint:
	$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

format:
	$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

bench-api: libraries
	$(BUILD) -c release
	$(PYTHON) Tests/Benchmarks/bench_api.py

# Beside other SMPP libraries and Kannel. `make bench-smpp options="--runs 1 --only raw,delay"` for less.
bench-smpp: libraries test-tools venv
	$(BUILD) -c release
	$(PYTHON) Tests/Benchmarks/bench_smpp.py $(options)

bench-codec: libraries venv
	$(BUILD) -c release --product CodecBench
	COUNTERSIGN_VENV_PYTHON=$(VENV)/bin/python .build/release/CodecBench

# 20,000 messages through an SMSC that drops, delays, reorders, throttles and restarts; `make test` sends fewer.
fault-smpp: libraries test-tools venv
	$(BUILD) --product countersign
	COUNTERSIGN_FAULT_MESSAGES=$(or $(messages),20000) $(VENV)/bin/pytest -s Tests/Acceptance/test_smpp_faults.py

# A minute for each decoder; `make fuzz seconds=10` for less.
fuzz:
	Tests/Fuzz/run.sh $(or $(seconds),60)

libraries:
	@$(call install_missing,$(LIBRARIES))

test-tools: $(KANNEL)/unpacked
	@$(call install_missing,$(TEST_TOOLS))

# Unpacked, and only what it needs installed: the package would run a gateway of its own, from now on and at every start.
$(KANNEL)/unpacked:
	@mkdir -p $(KANNEL)
	@[ -x /usr/sbin/bearerbox ] || { $(SUDO) apt-get update -qq && cd $(KANNEL) && rm -f kannel_*.deb && apt-get download -qq kannel \
	  && dpkg-deb -x kannel_*.deb . \
	  && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get satisfy -y -qq --no-install-recommends "$$(dpkg-deb -f kannel_*.deb Depends)"; }
	@touch $@

venv: $(VENV)/installed
$(VENV)/installed: Tests/requirements.txt
	@[ -x $(VENV)/bin/python ] || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
	@touch $@

clean:
	$(SWIFT) package clean

# $(1): Debian packages. Asks dpkg first, so that a machine that has them needs neither network nor root.
define install_missing
missing=$$(for package in $(1); do dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || echo $$package; done); \
if [ -n "$$missing" ]; then \
  echo "installing" $$missing; \
  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing; \
fi
endef
