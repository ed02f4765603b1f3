# SPDX-License-Identifier: GPL-2.0-or-later
# mk/guest.mk - programs for the emulated machine: freestanding, i486.

GUEST_CC      := i686-linux-gnu-gcc
GUEST_LD      := i686-linux-gnu-ld
GUEST_OBJCOPY := i686-linux-gnu-objcopy
GUEST_CFLAGS  := -std=gnu11 -O2 -g -march=i486 -mtune=pentium \
  -mgeneral-regs-only -ffreestanding -fno-pic -fno-pie -fno-stack-protector \
  -fcf-protection=none -fno-asynchronous-unwind-tables -U_FORTIFY_SOURCE \
  -ffunction-sections -fdata-sections -fno-strict-aliasing -fno-common \
  -ffile-prefix-map=$(CURDIR)=. \
  -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
  -Wpointer-arith -Wvla -Wstack-usage=2048 -Werror -I. -MMD -MP
GUEST_LIBGCC   = $(eval GUEST_LIBGCC := $$(shell $(GUEST_CC) -print-libgcc-file-name))$(GUEST_LIBGCC)
SOFTWARE      :=

# Guest modules are compiled for the guest to $(B)/guest-obj/x.o and, where a
# tool or a unit test wants them, for this computer to $(B)/x.o.

# What programs beside the ROM are made of besides their own folders.
PROGRAM_SRC := guest/program/begin guest/program/entry guest/cli/editor guest/cli/secret \
  guest/drivers/flashcard guest/drivers/flashcard_at29 \
  guest/drivers/flashcard_strata \
  guest/drivers/uart guest/flashfs/flashfs \
  guest/flashfs/slots guest/i386/cpu guest/i386/interrupt guest/i386/pit \
  guest/i386/restart guest/i386/vectors guest/image/image guest/lib/crc32 \
  guest/lib/format guest/lib/md5 guest/lib/string guest/licence/key \
  guest/licence/licence guest/platform/platform

LOADER_SRC := $(PROGRAM_SRC) guest/image/start guest/image/sums \
  guest/loader/ask guest/loader/install guest/loader/key guest/loader/main \
  guest/stage/console

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

# $(call packed,NAME,RELEASE,BUILT,PROGRAMS,OPTIONS): a file of the software.
PIX_PRODUCT := PIX-compatible Firewall
define packed
SOFTWARE += $(B)/software/$(1).bin
$(B)/software/$(1).bin: $(B)/tools/mkimage $(4)
	@mkdir -p $$(@D)
	$$(call say,IMAGE,$$@)$(B)/tools/mkimage --output=$$@ \
	  --release='$(2)' --built='$(3)' --product='$(PIX_PRODUCT)' $(5)
endef

# One program, several releases: which it is stands in the header alone, and
# rows of tables say since when there is what.
# $(call image,NAME,RELEASE,GENERATION,BUILT,MORE OPTIONS)
LOADER_ELF = $(B)/guest-obj/guest/loader/loader$(1).elf
RUNTIME_ELF = $(B)/guest-obj/guest/runtime/runtime$(1).elf
image = $(call packed,$(1),$(2),$(4),\
  $(call LOADER_ELF,$(3)) $(call RUNTIME_ELF,$(3)),\
  --generation=$(3) --loader=$(call LOADER_ELF,$(3)) \
  --runtime=$(call RUNTIME_ELF,$(3)) $(5))

# A file that is written to a diskette as it is.
DISKETTE := --size=1474560
