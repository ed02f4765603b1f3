# SPDX-License-Identifier: GPL-2.0-or-later
# tests/foreign/module.mk - a program that the tests run on somebody else's
# system.
TEST_DATA += $(B)/tests/foreign/devtest

$(B)/tests/foreign/devtest: tests/foreign/devtest.c | deps
	@mkdir -p $(@D)
	$(call say,GCC,$@)$(GUEST_CC) $(filter-out -MMD -MP,$(GUEST_CFLAGS)) \
	  -nostdlib -static -o $@ $<

# Programs that iPXE and the BIOS's callers load; bootlib.py completes them.
$(B)/tests/foreign/sum.elf: $(B)/guest-obj/tests/foreign/sum.o
	@mkdir -p $(@D)
	$(call say,LD,$@)$(GUEST_LD) -m elf_i386 --build-id=none \
	  -Ttext=0x100000 $< -o $@

$(B)/tests/foreign/%.bin: $(B)/tests/foreign/%.elf
	$(call say,BIN,$@)$(GUEST_OBJCOPY) -O binary $< $@

# Expansion ROMs; C for real mode keeps to one segment.
$(B)/guest-obj/tests/foreign/services.o: GUEST_CFLAGS += -m16 -Os

$(B)/tests/foreign/services.elf: $(B)/guest-obj/tests/foreign/romentry.o \
                                 $(B)/guest-obj/tests/foreign/services.o
$(B)/tests/foreign/redirect.elf: $(B)/guest-obj/tests/foreign/redirect.o

$(B)/tests/foreign/services.elf $(B)/tests/foreign/redirect.elf: \
    tests/foreign/rom.ld
	@mkdir -p $(@D)
	$(call say,LD,$@)$(GUEST_LD) -m elf_i386 --build-id=none --no-warn-rwx-segments \
	  -T tests/foreign/rom.ld $(filter %.o,$^) $(GUEST_LIBGCC) -o $@

TEST_DATA += $(addprefix $(B)/tests/foreign/,sum.bin services.bin redirect.bin)
