# SPDX-License-Identifier: GPL-2.0-or-later
UNIT_TESTS += tests/machine/test_clock
test_clock_OBJS := machine/clock

UNIT_TESTS += tests/machine/test_dispatch
test_dispatch_OBJS := machine/dispatch

UNIT_TESTS += tests/machine/test_models
test_models_OBJS := machine/models machine/cards

UNIT_TESTS += tests/machine/test_units tests/machine/test_loop
test_units_OBJS = $(MACHINE_SRC) $(CPU_SRC) $(DEVICES_SRC)
test_loop_OBJS = $(test_units_OBJS)
