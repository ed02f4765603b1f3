# guest/runtime - the images pixNNN.bin: loader and runtime under one header.

# What both programs are made of besides their own folders.
PROGRAM_SRC := guest/program/entry guest/cli/editor \
  guest/drivers/flashcard guest/drivers/flashcard_at29 \
  guest/drivers/flashcard_strata \
  guest/cli/secret guest/drivers/uart guest/flashfs/flashfs \
  guest/flashfs/slots guest/i386/cpu guest/i386/interrupt guest/i386/pit \
  guest/i386/restart guest/i386/vectors guest/image/image guest/lib/crc32 \
  guest/lib/format guest/lib/md5 guest/lib/string guest/licence/key \
  guest/licence/licence guest/platform/platform

LOADER_SRC := $(PROGRAM_SRC) guest/image/start guest/image/sums guest/loader/console \
  guest/loader/install guest/loader/key guest/loader/main

RUNTIME_SRC := $(PROGRAM_SRC) guest/cli/basics guest/cli/cli \
  guest/cli/command guest/cli/filter guest/cli/pager guest/cli/record guest/cli/uptime \
  guest/config/basics guest/config/config guest/config/failover guest/config/interfaces \
  guest/config/logging guest/config/names guest/config/routes guest/config/save guest/config/stored guest/config/stored_table \
  guest/config/telnet guest/config/trust guest/config/words guest/drivers/i8255x \
  guest/drivers/i8255x_serial guest/drivers/pci guest/i386/cmos guest/i386/rtc \
  guest/lib/password guest/log/log guest/log/messages guest/net/blocks \
  guest/runtime/calendar \
  guest/runtime/clock guest/runtime/cmd_activation guest/runtime/cmd_clock \
  guest/runtime/cmd_configure guest/runtime/cmd_copy guest/runtime/cmd_flashfs \
  guest/runtime/cmd_logging guest/runtime/logger \
  guest/runtime/entropy guest/runtime/install guest/runtime/private \
  guest/runtime/source guest/runtime/stream guest/runtime/trust guest/crypto/pem \
  guest/runtime/transfer guest/runtime/transfer_http guest/runtime/transfer_tftp \
  guest/runtime/gates guest/net/httpget guest/net/tftpget guest/net/url \
  guest/runtime/cmd_interface \
  guest/runtime/cmd_network guest/runtime/cmd_resources \
  guest/runtime/cmd_version \
  guest/runtime/commands guest/runtime/console guest/runtime/features \
  guest/runtime/interfaces guest/runtime/main guest/runtime/memory \
  guest/runtime/network \
  guest/runtime/panic guest/runtime/pair guest/runtime/pair_copy \
  guest/runtime/pair_events guest/runtime/cmd_failover \
  $(addprefix guest/failover/,cableframe election failover hmac replica \
    talk watch wire) guest/runtime/processor guest/runtime/processor_name \
  guest/runtime/remote guest/runtime/report guest/runtime/startup \
  guest/runtime/store guest/runtime/unit \
  guest/runtime/usage guest/runtime/wallclock \
  guest/threads/switch guest/threads/thread guest/net/telnet $(NET_STACK) \
  $(LWIP_OBJS) $(TLS_PARTS) $(BEARSSL_OBJS)

# $(call guest_program,FILE,ADDRESS,OBJECTS,GENERATION); addresses:
# guest/image/boot.h.  A program has the flash layout of its generation and
# those before it, and no later one.
layouts_1 := guest/flashfs/layout1
layouts_2 := $(layouts_1) guest/flashfs/layout2
layouts_3 := $(layouts_2) guest/flashfs/layout3
define guest_program
$(1): guest/program/program.ld \
      $(patsubst %,$(B)/guest-obj/%.o,$(3) $(layouts_$(4)))
	$$(call say,LD,$$@)$$(GUEST_LD) -m elf_i386 --gc-sections \
	  --no-warn-rwx-segments --defsym=PROGRAM_PA=$(2) \
	  --defsym=flashfs_layout=flashfs_layout$(4) -T $$< -o $$@ \
	  $$(filter %.o,$$^) $$(GUEST_LIBGCC)
endef

# One program, several releases: which it is stands in the header alone, and
# rows of tables say since when there is what.
# $(call image,NAME,RELEASE,GENERATION,BUILT)
PIX_PRODUCT := PIX-compatible Firewall
define image
SOFTWARE += $(B)/software/$(1).bin
$(B)/software/$(1).bin: $(B)/tools/mkimage \
    $(B)/guest-obj/guest/loader/loader$(3).elf \
    $(B)/guest-obj/guest/runtime/runtime$(3).elf
	@mkdir -p $$(@D)
	$$(call say,IMAGE,$$@)$(B)/tools/mkimage --output=$$@ \
	  --release='$(2)' --built='$(4)' --generation=$(3) \
	  --product='$(PIX_PRODUCT)' \
	  --loader=$(B)/guest-obj/guest/loader/loader$(3).elf \
	  --runtime=$(B)/guest-obj/guest/runtime/runtime$(3).elf
endef

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
