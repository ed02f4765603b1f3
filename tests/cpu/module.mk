# SPDX-License-Identifier: GPL-2.0-or-later
# tests/cpu/module.mk - the processor's tests and the ROMs they run.

CPU_TEST_ROMS := $(addprefix $(B)/tests/cpu/,programs.bin torture.bin)

# Both ROMs start in F000h; torture copies itself to 1 MiB and runs there.
$(B)/tests/cpu/programs.elf: ROM_BASE := 0xf0000
$(B)/tests/cpu/torture.elf: ROM_BASE := 0x100000

$(B)/tests/cpu/%.elf: $(B)/guest-obj/tests/cpu/%.o tests/cpu/rom.ld
	@mkdir -p $(@D)
	$(call say,LD,$@)$(GUEST_LD) -m elf_i386 --build-id=none \
	  --defsym=BASE=$(ROM_BASE) -T tests/cpu/rom.ld $< -o $@

$(B)/tests/cpu/%.bin: $(B)/tests/cpu/%.elf
	$(call say,BIN,$@)$(GUEST_OBJCOPY) -O binary $< $@

CPU_TEST_OBJS := tests/cpu/testboard $(CPU_SRC)

TEST_DATA += $(CPU_TEST_ROMS)

UNIT_TESTS += tests/cpu/test_cpu tests/cpu/test_cpu_stops \
              tests/cpu/test_cpu_torture tests/cpu/test_cpu_debug \
              tests/cpu/test_cpu_narrow tests/cpu/test_cpu_native
test_cpu_OBJS := $(CPU_TEST_OBJS) tests/cpu/test_cpu_memory
test_cpu_stops_OBJS := $(CPU_TEST_OBJS)
test_cpu_torture_OBJS := $(CPU_TEST_OBJS)
test_cpu_debug_OBJS := $(CPU_TEST_OBJS)
test_cpu_native_OBJS := $(CPU_TEST_OBJS)
test_cpu_narrow_OBJS := $(CPU_SRC)

$(addprefix $(B)/,tests/cpu/test_cpu tests/cpu/test_cpu_stops \
  tests/cpu/test_cpu_torture tests/cpu/test_cpu_debug \
  tests/cpu/test_cpu_native): | $(CPU_TEST_ROMS)
