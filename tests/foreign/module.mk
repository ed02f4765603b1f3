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

TEST_DATA += $(B)/tests/foreign/sum.bin
