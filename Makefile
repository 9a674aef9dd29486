# Everything a person does with this repository. GNU make 3.81 and newer, BSD make, POSIX sh.

PREFIX = /usr/local
DESTDIR =
PYTHON = python3
SWIFT = sh Scripts/swift
BINARY = .build/release/dropscope
# What `make run` hands to dropscope: make run ARGS="article --rate 0.3"
ARGS =
# --page docs/speed.md: `make bench` keeps its table of masks there.
BENCH_ARGS =
# 1: a missing Python, NumPy, PyTorch, JAX, Flax, Keras or jq is an error of `make test`; else what is
# left out is said.
REQUIRE_PEERS = 0

# The build of Scripts/test, whose tests look inside the modules.
TESTED = -c release -Xswiftc -enable-testing --scratch-path .build/testing

# How long `make fuzz` looks for logs that break the reader.
FUZZ_SECONDS = 60
# How many broken logs `make mutants` makes; every hundredth goes through the commands as well.
MUTANTS = 100000

# The build of dropscope that `make bench-sides` times beside this one.
BASE =

.PHONY: help setup run test test-modules test-binary faults stats lint bench bench-sides fuzz mutants stage wheel dist try-wheel \
  install uninstall clean

help:
	@echo 'make run       open the screen; ARGS="article --rate 0.3" goes to dropscope'
	@echo 'make test      all tests, and the checks against NumPy where it is installed'
	@echo 'make faults    the detection table of the doctor, on PyTorch programs; FAULTS="--quick"'
	@echo 'make stats     of the tests of the modules those of statistics and training'
	@echo 'make lint      the style of all Swift files'
	@echo 'make bench     speeds on this machine, beside NumPy, PyTorch and JAX'
	@echo 'make bench-sides  another build beside this one; BASE names its dropscope'
	@echo 'make fuzz      mutated logs through the readers, for FUZZ_SECONDS=60'
	@echo 'make mutants   MUTANTS=100000 broken logs through the readers and the commands'
	@echo 'make install   to PREFIX, $(PREFIX) unless told; make uninstall takes it away'
	@echo 'make wheel     dist/*.whl for pip, with all linked in; make try-wheel installs and runs it'
	@echo 'make dist      the wheel, and a tarball with program, manual, completions and themes'
	@echo 'make setup     headers of ncurses and libyaml, if they are missing; the above do it themselves'
	@echo 'make clean     remove all that was built'

setup:
	@sh Scripts/setup

run:
	@SWIFT='$(SWIFT)' sh Scripts/run $(ARGS)

TEST = @SWIFT='$(SWIFT)' TESTED='$(TESTED)' PYTHON='$(PYTHON)' REQUIRE_PEERS='$(REQUIRE_PEERS)' \
  sh Scripts/test

test:
	$(TEST)

test-modules:
	$(TEST) modules

test-binary:
	$(TEST) program

# Faults of dropout in PyTorch programs, recorded and checked; the table goes into docs/faults.md.
# FAULTS: other arguments of Tests/Faults/run.py, as FAULTS="--quick" or FAULTS="--only d03".
FAULTS = --write docs/faults.md
faults: setup
	$(SWIFT) build -c release --product dropscope
	$(PYTHON) Tests/Faults/run.py $(BINARY) $(FAULTS)

stats: setup
	$(SWIFT) build $(TESTED) --build-tests
	$(SWIFT) test $(TESTED) --skip-build --filter 'Statistics|Training'

lint:
	@swift format lint --strict --recursive Package.swift \
	  `ls -d Sources Tests Benchmarks themes Fuzz/Package.swift Fuzz/Sources \
    Examples/Package.swift Examples/Sources 2>/dev/null`
	@if $(PYTHON) -c '' 2>/dev/null; then $(PYTHON) Scripts/check-arrows; \
	  else echo 'lint: skipped: the arrows between rooms, since there is no $(PYTHON)'; fi

bench: setup
	$(SWIFT) build -c release --product dropscope
	@$(PYTHON) Tests/Peers/bench_digits.py $(BINARY)
	@$(PYTHON) Tests/Peers/bench_presets.py $(BINARY)
	@$(PYTHON) Tests/Peers/bench_replay.py $(BINARY)
	@# Sources that have gone from this package would still be looked for by the plan of the nested one.
	@touch Benchmarks/Package.swift
	$(SWIFT) build --package-path Benchmarks -c release --product mask-speeds
	@$(PYTHON) Tests/Peers/bench_masks.py Benchmarks/.build/release/mask-speeds $(BENCH_ARGS)

bench-sides: setup
	@test -x '$(BASE)' || { echo 'make bench-sides: BASE=path/to/another/dropscope' >&2; exit 1; }
	$(SWIFT) build -c release --product dropscope
	@$(PYTHON) Tests/Peers/bench_sides.py '$(BASE)' $(BINARY) $(BENCH_ARGS)

fuzz: setup
	@SWIFT='$(SWIFT)' sh Scripts/fuzz $(FUZZ_SECONDS)

mutants: setup
	$(SWIFT) build $(TESTED) --product dropscope
	@DROPSCOPE="`$(SWIFT) build $(TESTED) --show-bin-path`/dropscope" \
	  PYTHON='$(PYTHON)' SWIFT='$(SWIFT)' sh Scripts/fuzz --mutants $(MUTANTS)

# The tree that the others copy, built apart from .build; those that go to other machines want all but
# the C library linked in.
stage: setup
	@SWIFT='$(SWIFT)' sh Scripts/stage .build-install/stage

wheel: setup
	@PORTABLE=1 SWIFT='$(SWIFT)' sh Scripts/stage .build-install/stage
	@$(PYTHON) Scripts/wheel .build-install/stage dist

dist: wheel
	@PYTHON='$(PYTHON)' sh Scripts/dist .build-install/stage dist

# PACKAGES: a folder of Python packages with PyTorch, for a recording.
PACKAGES =
try-wheel: wheel
	@$(PYTHON) Scripts/try-wheel dist/*.whl $(PACKAGES)

install: stage
	@sh Scripts/install .build-install/stage '$(DESTDIR)$(PREFIX)'

uninstall:
	@sh Scripts/install --remove '$(DESTDIR)$(PREFIX)'

clean:
	rm -rf .build .build-install dist Benchmarks/.build
