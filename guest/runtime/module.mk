# SPDX-License-Identifier: GPL-2.0-or-later
# guest/runtime - the images pixNNN.bin: loader and runtime under one header.
# How programs are linked and packed: mk/guest.mk.

# Rooms that are in it with all they have, and what it takes of others.
RUNTIME_ROOMS := capture cli config dhcp diskette failover firewall log net \
  threads
RUNTIME_SRC := $(sort $(PROGRAM_SRC) \
  $(foreach r,$(RUNTIME_ROOMS),$(call room,guest/$(r))) $(call rooms,guest/runtime) \
  $(addprefix guest/drivers/,failovercable floppy i8255x i8255x_serial pci) \
  guest/i386/cmos guest/i386/dma guest/i386/rtc guest/lib/calendar \
  guest/lib/password guest/lib/zone \
  guest/crypto/pem $(TLS_PARTS) $(BEARSSL_OBJS) $(LWIP_OBJS))

$(foreach g,1 2 3,\
  $(eval $(call guest_program,$(B)/guest-obj/guest/loader/loader$(g).elf,0x00600000,$(LOADER_SRC),$(g))) \
  $(eval $(call guest_program,$(B)/guest-obj/guest/runtime/runtime$(g).elf,0x00700000,$(RUNTIME_SRC),$(g))))

$(eval $(call image,pix421,4.2(1),1,Sun 22-Nov-26 06:00))
$(eval $(call image,pix501,5.0(1),2,Sun 22-Nov-26 06:30))
$(eval $(call image,pix511,5.1(1),2,Sun 22-Nov-26 07:00))
$(eval $(call image,pix521,5.2(1),3,Sun 22-Nov-26 08:00))
$(eval $(call image,pix531,5.3(1),3,Sun 22-Nov-26 09:00))
$(eval $(call image,pix601,6.0(1),3,Sun 22-Nov-26 11:00))
$(eval $(call image,pix611,6.1(1),3,Sun 22-Nov-26 11:30))
$(eval $(call image,pix621,6.2(1),3,Sun 22-Nov-26 12:00))
$(eval $(call image,pix631,6.3(1),3,Sun 22-Nov-26 13:00))

# The original boot diskette: loader and image of the last release that
# nothing else installs.
$(eval $(call image,bd421,4.2(1),1,Sun 22-Nov-26 06:00,$(DISKETTE)))
