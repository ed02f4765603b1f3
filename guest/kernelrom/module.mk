# SPDX-License-Identifier: GPL-2.0-or-later
# guest/kernelrom/module.mk - the kernel card's expansion ROM.  It is part of
# the card, so the emulator carries it.

KERNEL_ROM := $(B)/guest-obj/guest/kernelrom/kernelrom.rom

# A free byte each makes the sums of the Plug and Play header (20h-3Fh) and of
# all bytes 0.
kernel_rom_sum = sum=$$(od -An -v -tu1 -j$(1) -N$(2) $@ | \
    awk '{ for (i = 1; i <= NF; i++) s += $$i } END { print (256 - s % 256) % 256 }') && \
  printf "\\$$(printf %03o $$sum)" | \
    dd of=$@ bs=1 seek=$(3) conv=notrunc status=none

$(KERNEL_ROM): $(B)/guest-obj/guest/kernelrom/kernelrom.o
	$(call say,ROM,$@)$(GUEST_OBJCOPY) -O binary -j .text $< $@ && \
	  test "$$(wc -c < $@)" -eq 2048 && \
	  $(call kernel_rom_sum,32,32,41) && $(call kernel_rom_sum,0,2048,23)

$(B)/host/kernelrom.o: host/kernelrom.S $(KERNEL_ROM)
	@mkdir -p $(@D)
	$(call say,AS,$<)$(CC) -I$(dir $(KERNEL_ROM)) -c $< -o $@
