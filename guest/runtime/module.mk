# guest/runtime - the images pixNNN.bin: loader and runtime under one header.

# What both programs are made of besides their own folders.
PROGRAM_SRC := guest/program/entry guest/cli/editor \
  guest/drivers/flashcard guest/drivers/flashcard_at29 \
  guest/drivers/flashcard_strata \
  guest/drivers/uart guest/flashfs/flashfs guest/flashfs/layout3 \
  guest/flashfs/slots guest/i386/cpu guest/i386/interrupt guest/i386/pit \
  guest/i386/restart guest/i386/vectors guest/image/image guest/lib/crc32 \
  guest/lib/format guest/lib/md5 guest/lib/string guest/licence/key \
  guest/licence/licence guest/platform/platform

LOADER_SRC := $(PROGRAM_SRC) guest/image/start guest/image/sums guest/loader/console \
  guest/loader/install guest/loader/key guest/loader/main

RUNTIME_SRC := $(PROGRAM_SRC) guest/cli/basics guest/cli/cli \
  guest/cli/command guest/cli/filter guest/cli/pager guest/cli/uptime \
  guest/config/basics guest/config/config guest/config/interfaces \
  guest/config/names guest/config/routes guest/config/save guest/config/stored guest/config/stored_table \
  guest/config/telnet guest/config/words guest/drivers/i8255x \
  guest/drivers/i8255x_serial guest/drivers/pci guest/i386/cmos guest/i386/rtc \
  guest/lib/password guest/net/blocks guest/runtime/calendar \
  guest/runtime/clock guest/runtime/cmd_activation guest/runtime/cmd_clock \
  guest/runtime/cmd_copy guest/runtime/cmd_flashfs guest/runtime/transfer \
  guest/net/tftpget \
  guest/runtime/cmd_interface \
  guest/runtime/cmd_network guest/runtime/cmd_resources \
  guest/runtime/cmd_version \
  guest/runtime/commands guest/runtime/console guest/runtime/features \
  guest/runtime/interfaces guest/runtime/main guest/runtime/memory \
  guest/runtime/network \
  guest/runtime/panic guest/runtime/processor guest/runtime/processor_name \
  guest/runtime/remote guest/runtime/report guest/runtime/startup \
  guest/runtime/store guest/runtime/unit \
  guest/runtime/usage guest/runtime/wallclock \
  guest/threads/switch guest/threads/thread guest/net/telnet $(NET_STACK) \
  $(LWIP_OBJS)

# $(call guest_program,FILE,ADDRESS,OBJECTS); addresses: guest/image/boot.h.
define guest_program
$(1): guest/program/program.ld $(patsubst %,$(B)/guest-obj/%.o,$(3))
	$$(call say,LD,$$@)$$(GUEST_LD) -m elf_i386 --gc-sections \
	  --no-warn-rwx-segments --defsym=PROGRAM_PA=$(2) -T $$< -o $$@ \
	  $$(filter %.o,$$^) $$(GUEST_LIBGCC)
endef
LOADER  := $(B)/guest-obj/guest/loader/loader.elf
RUNTIME := $(B)/guest-obj/guest/runtime/runtime.elf
$(eval $(call guest_program,$(LOADER),0x00600000,$(LOADER_SRC)))
$(eval $(call guest_program,$(RUNTIME),0x00700000,$(RUNTIME_SRC)))

# One program, several releases: which it is stands in the header alone, and
# rows of tables say since when there is what.
PIX_PRODUCT := PIX-compatible Firewall
pix521_RELEASE := 5.2(1)
pix521_BUILT   := Sun 22-Nov-26 08:00
pix531_RELEASE := 5.3(1)
pix531_BUILT   := Sun 22-Nov-26 09:00
pix601_RELEASE := 6.0(1)
pix601_BUILT   := Sun 22-Nov-26 11:00
pix611_RELEASE := 6.1(1)
pix611_BUILT   := Sun 22-Nov-26 11:30
pix621_RELEASE := 6.2(1)
pix621_BUILT   := Sun 22-Nov-26 12:00
pix631_RELEASE := 6.3(1)
pix631_BUILT   := Sun 22-Nov-26 13:00

PIX_IMAGES := pix521 pix531 pix601 pix611 pix621 pix631
SOFTWARE += $(PIX_IMAGES:%=$(B)/software/%.bin)

$(PIX_IMAGES:%=$(B)/software/%.bin): $(B)/software/%.bin: $(B)/tools/mkimage \
                                     $(LOADER) $(RUNTIME)
	@mkdir -p $(@D)
	$(call say,IMAGE,$@)$(B)/tools/mkimage --output=$@ \
	  --release='$($*_RELEASE)' --built='$($*_BUILT)' --generation=3 \
	  --product='$(PIX_PRODUCT)' --loader=$(LOADER) --runtime=$(RUNTIME)
