# SPDX-License-Identifier: GPL-2.0-or-later
# guest/boothelper - the diskettes bhNNN.bin.

BOOTHELPER_SRC := $(PROGRAM_SRC) guest/boothelper/main \
  guest/boothelper/remove guest/drivers/i8255x \
  guest/drivers/i8255x_serial guest/drivers/pci \
  guest/loader/ask guest/loader/install guest/loader/key \
  $(addprefix guest/netboot/,monitor net ping prompt tftp) \
  guest/stage/console guest/stage/nics
BOOTHELPER_ELF := $(B)/guest-obj/guest/boothelper/boothelper.elf

$(eval $(call guest_program,$(BOOTHELPER_ELF),0x00600000,$(BOOTHELPER_SRC),3))
$(eval $(call packed,bh510,5.1(1),Sun 22-Nov-26 07:00,$(BOOTHELPER_ELF),\
  --kind=boothelper --generation=2 --loader=$(BOOTHELPER_ELF) $(DISKETTE)))
$(eval $(call packed,bh621,6.2(1),Sun 22-Nov-26 12:00,$(BOOTHELPER_ELF),\
  --kind=boothelper --generation=3 --loader=$(BOOTHELPER_ELF) $(DISKETTE)))
