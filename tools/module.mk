# SPDX-License-Identifier: GPL-2.0-or-later
# tools/module.mk - programs for this computer beside the emulator.  They are
# made of the guest's own modules and of host/'s disk image.

TOOL_LICENCE_SRC := guest/licence/key guest/licence/licence guest/lib/md5 \
  guest/lib/format
PIXKEY_SRC := tools/pixkey tools/common host/process host/values $(TOOL_LICENCE_SRC)
PIXFLASH_SRC := tools/pixflash tools/pixflash_show tools/pixflash_files \
  tools/pixflash_config tools/pixflash_clone tools/pixflash_verify \
  tools/unitflash tools/fileflash guest/config/frame \
  tools/common host/process host/values host/disk/flashfile host/disk/trailer \
  host/disk/outfile host/disk/fdready machine/models \
  guest/flashfs/flashfs guest/flashfs/slots guest/flashfs/layout1 \
  guest/flashfs/layout2 guest/flashfs/layout3 \
  guest/image/image guest/lib/crc32 guest/platform/platform \
  $(TOOL_LICENCE_SRC)
MKIMAGE_SRC := tools/mkimage tools/elf tools/common host/process host/values \
  guest/image/image $(TOOL_LICENCE_SRC)

# The tools need GLib alone.
TOOL_LIBS = $(eval TOOL_LIBS := $$(shell pkg-config --libs glib-2.0))$(TOOL_LIBS)

define tool
$(1): $(patsubst %,$$(B)/%.o,$(2))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)$$(CC) $$(CFLAGS) $$(SANFLAGS) $$^ $$(TOOL_LIBS) -o $$@
endef
$(eval $(call tool,$(B)/pixkey,$(PIXKEY_SRC)))
$(eval $(call tool,$(B)/pixflash,$(PIXFLASH_SRC)))
$(eval $(call tool,$(B)/tools/mkimage,$(MKIMAGE_SRC)))
