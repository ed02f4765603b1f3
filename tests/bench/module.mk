# SPDX-License-Identifier: GPL-2.0-or-later
# tests/bench/module.mk - the ROM that is timed, the peer of its frames, and
# the two ends of what goes through a firewall.

BENCH_ROM_SRC := tests/bench/guest/main tests/bench/guest/frames \
  tests/bench/guest/rows \
  bios/entry bios/board bios/pcisetup guest/stage/console guest/stage/nics \
  guest/drivers/i8255x guest/drivers/i8255x_serial guest/drivers/pci \
  guest/drivers/uart guest/i386/cmos guest/i386/cpu guest/i386/interrupt \
  guest/i386/pit guest/i386/vectors guest/lib/format guest/lib/string
BENCH_DATA := $(B)/tests/bench/bench.bin $(B)/tests/bench/peer \
  $(B)/tests/bench/load

$(B)/tests/bench/bench.elf: tests/bench/guest/rom.ld $(BENCH_ROM_SRC:%=$(B)/guest-obj/%.o)
	@mkdir -p $(@D)
	$(call say,LD,$@)$(GUEST_LD) -m elf_i386 --gc-sections -T tests/bench/guest/rom.ld \
	  -o $@ $(filter %.o,$^) $(GUEST_LIBGCC)

$(B)/tests/bench/bench.bin: $(B)/tests/bench/bench.elf
	$(call say,ROM,$@)$(GUEST_OBJCOPY) -O binary --gap-fill 0xff $< $@

$(B)/tests/bench/peer $(B)/tests/bench/load: %: %.o
	$(call say,LD,$@)$(CC) $(CFLAGS) $(HOST_LDFLAGS) $^ -o $@

bench: $(BENCH_DATA)
# So that it still builds when somebody measures.
TEST_DATA += $(BENCH_DATA)
