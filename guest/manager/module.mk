# SPDX-License-Identifier: GPL-2.0-or-later
# guest/manager - the device manager: a page in an image.

SOFTWARE += $(B)/software/pdm211.bin
$(B)/software/pdm211.bin: $(B)/tools/mkimage guest/manager/page.html
	@mkdir -p $(@D)
	$(call say,IMAGE,$@)$(B)/tools/mkimage --output=$@ --kind=pdm \
	  --release='2.1(1)' --built='Sun 22-Nov-26 12:30' --generation=3 \
	  --product='PIX-compatible Device Manager' --page=guest/manager/page.html
