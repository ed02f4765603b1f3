# SPDX-License-Identifier: GPL-2.0-or-later
# pixemu - a PIX firewall in a process.  Start with `make help`.
#
#   V=1        show commands
#   SAN=1      build with address and undefined-behaviour sanitizers
#   DEPS=no    only say which packages are missing
#   MODEL=525 IMAGE=pix621.bin    what `make run` makes and starts
#   T=60 FUZZ_TARGETS="nic qmp"   how long `make fuzz` runs each, and which

.DEFAULT_GOAL := all
MAKEFLAGS     += --no-builtin-rules
# As many jobs as there are cores, unless the command line says how many.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS     += --jobs=$(shell nproc)
endif
# `make clean all`: one after the other.
ifneq ($(filter clean,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
.DELETE_ON_ERROR:
.SECONDARY:

comma := ,
B     ?= build$(if $(SAN),-san)
Q     := $(if $(V),,@)
say    = $(if $(V),,@printf '  %-6s %s\n' $(1) $(2);)

include mk/packages.mk
include mk/host.mk
include mk/guest.mk

# One folder, one fragment, where it has more to say than that it is there.
include $(sort $(wildcard */module.mk */*/module.mk */*/*/module.mk))
include mk/rules.mk

PROGRAMS := $(B)/pixemu $(B)/pixflash $(B)/pixkey

all: $(PROGRAMS) $(SOFTWARE) $(COMPLETIONS) ## build the emulator, its tools and the firmware

MODEL ?= 525
IMAGE ?= pix621.bin
UNIT  := units/pix$(MODEL).flash
# One of ours by its name alone, or any file.
RUN_IMAGE := $(or $(wildcard $(IMAGE)),$(B)/software/$(IMAGE))
# pix601.bin wants a key that 6.0 knows.
FOR   := $(shell echo '$(notdir $(IMAGE))' | sed -n 's/^pix\([0-9]\)\([0-9]\).*/--for=\1.\2/p')

run: all ## power on a PIX here; Ctrl-A x leaves it
	@mkdir -p units
	@test ! -e $(UNIT) || test '$(origin IMAGE)' = file || \
	  echo '$(UNIT) keeps its image; remove it, and IMAGE makes a new one' >&2
	@test -e $(UNIT) || { serial=$$(od -An -N4 -tu4 /dev/urandom | tr -d ' '); \
	  $(B)/pixflash create $(UNIT) --model=$(MODEL) --serial=$$serial \
	    --image=$(RUN_IMAGE) --key="$$($(B)/pixkey make --serial=$$serial --license=UR --3des $(FOR))"; }
	@$(B)/pixemu --net=1:user,tftp=$(B)/software $(UNIT)

pair: all ## power on two units and their segments (docs/pair.md)
	@mk/pair $(B)

check: all deps-test $(UNIT_TESTS:%=$(B)/%) $(TEST_DATA) ## run every test; the last line is the verdict
	$(Q)PIXEMU_BUILD=$(B) tests/run $(UNIT_TESTS:%=$(B)/%) \
	  $(sort $(filter-out tests/soak/%,$(wildcard tests/*/*.t)))

T ?= 60
fuzz: $(FUZZ_TARGETS:%=$(B)/tests/fuzz/fuzz_%) deps-fuzz ## run every fuzzer for T seconds
	$(Q)$(MAKE) --no-print-directory B=build-fuzz FUZZ=1 CC=clang \
	  CFLAGS='-O1 -g -fsanitize=fuzzer-no-link$(comma)address$(comma)undefined -fno-sanitize-recover=undefined' \
	  $(FUZZ_TARGETS:%=build-fuzz/tests/fuzz/fuzz_%)
	$(Q)tests/fuzz/run -T $(T) $(B) build-fuzz $(FUZZ_TARGETS)

lint: deps-lint ## static checks: cppcheck, gcc -fanalyzer, mandoc
	$(Q)mk/lint

bench: all deps-test ## measure what docs/performance.md records
	$(Q)PIXEMU_BUILD=$(B) tests/bench/run

# What takes long: an hour of virtual time over a wire that loses and reorders,
# every power cut during an installation, 15 minutes of every fuzzer.
SOAK_TESTS = $(B)/tests/unit/guest/test_stack $(B)/tests/unit/guest/test_flashluck \
  $(B)/tests/unit/guest/test_installcuts \
  $(B)/tests/unit/guest/test_commandcuts tests/firmware/power-cut.t \
  tests/firmware/copy-cuts.t tests/firmware/power-cut-commands.t \
  tests/firmware/pulled-diskette.t tests/foreign/chain.t \
  $(sort $(wildcard tests/soak/*.t))
soak: all deps-test $(filter $(B)/%,$(SOAK_TESTS)) $(TEST_DATA) ## run what takes long
	$(Q)SOAK=1 STACK_TEST_SECONDS=3600 TEST_LIMIT=36000 PIXEMU_BUILD=$(B) \
	  tests/run $(SOAK_TESTS)
	$(Q)$(MAKE) --no-print-directory fuzz T=900

pictures: all ## paint docs/pictures/panel-*.png anew
	@mkdir -p docs/pictures
	$(Q)PIXEMU_BUILD=$(B) tests/docs/pictures docs/pictures

PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share
install: all ## install below PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/pixemu $(SHARE)/man/man1 \
	  $(SHARE)/man/man7 $(SHARE)/bash-completion/completions \
	  $(SHARE)/zsh/site-functions
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(SOFTWARE) $(SHARE)/pixemu
	install -m 644 $(wildcard docs/*.1) $(SHARE)/man/man1
	install -m 644 $(wildcard docs/*.7) $(SHARE)/man/man7
	for name in pixemu pixflash pixkey; do install -m 644 \
	  $(B)/completion/pixemu.bash \
	  $(SHARE)/bash-completion/completions/$$name || exit; done
	install -m 644 $(B)/completion/pixemu.zsh \
	  $(SHARE)/zsh/site-functions/_pixemu

clean: ## remove what was built; units/ stays
	rm -rf build build-san build-fuzz

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo; sed -n '/^#   /s/^# //p' $(firstword $(MAKEFILE_LIST))

.PHONY: all pictures run pair check soak fuzz lint bench install clean help
