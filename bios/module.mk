# SPDX-License-Identifier: GPL-2.0-or-later
# bios/ - the ROM: reset vector, power-on, flash boot, monitor.

BIOS_SRC := bios/entry bios/post bios/board bios/pcisetup \
  bios/boot bios/diskette bios/kernel bios/optionrom bios/shadow \
  $(addprefix bios/real/,real services serial video keyboard disk system \
    clock pcibios) \
  guest/drivers/flashcard guest/drivers/flashcard_at29 \
  guest/drivers/flashcard_strata guest/drivers/i8255x \
  guest/drivers/i8255x_serial \
  guest/drivers/pci guest/drivers/uart \
  guest/i386/cmos guest/i386/cpu guest/i386/dma guest/i386/interrupt guest/i386/pit \
  guest/i386/restart guest/i386/vectors \
  guest/image/image guest/image/start guest/image/sums \
  guest/lib/format guest/lib/md5 guest/lib/string \
  guest/netboot/monitor guest/netboot/net guest/netboot/ping \
  guest/netboot/prompt guest/netboot/tftp \
  guest/stage/console guest/stage/nics \
  guest/drivers/floppy

SOFTWARE += $(B)/software/pixbios.bin

$(B)/guest-obj/bios/pixbios.elf: bios/rom.ld \
                                 $(BIOS_SRC:%=$(B)/guest-obj/%.o)
	$(call say,LD,$@)$(GUEST_LD) -m elf_i386 --gc-sections -T bios/rom.ld \
	  -o $@ $(filter %.o,$^) $(GUEST_LIBGCC)

# 128 KiB, empty places FFh like an unprogrammed part.
$(B)/software/pixbios.bin: $(B)/guest-obj/bios/pixbios.elf
	@mkdir -p $(@D)
	$(call say,ROM,$@)$(GUEST_OBJCOPY) -O binary --gap-fill 0xff $< $@ && \
	  test "$$(wc -c < $@)" -eq 131072
