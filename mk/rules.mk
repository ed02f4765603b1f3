# SPDX-License-Identifier: GPL-2.0-or-later
# mk/rules.mk - how things are made.

$(B)/%.o: %.c | deps
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CFLAGS) $(HOST_CFLAGS) -c $< -o $@

$(B)/guest-obj/%.o: %.c | deps
	@mkdir -p $(@D)
	$(call say,GCC,$<)$(GUEST_CC) $(GUEST_CFLAGS) -c $< -o $@

$(B)/guest-obj/%.o: %.S | deps
	@mkdir -p $(@D)
	$(call say,GAS,$<)$(GUEST_CC) $(GUEST_CFLAGS) -c $< -o $@

define unit_test
$(B)/$(1): $(patsubst %,$(B)/%.o,$(1) $($(notdir $(1))_OBJS))
	$$(call say,LD,$$@)$$(CC) $$(CFLAGS) $$(HOST_LDFLAGS) $$^ $$(HOST_LIBS) -o $$@
endef
$(foreach t,$(UNIT_TESTS),$(eval $(call unit_test,$(t))))

EMULATOR_OBJS = $(patsubst %,$(B)/%.o,$(HOST_SRC) $(MACHINE_SRC) $(CPU_SRC) $(DEVICES_SRC))

$(B)/pixemu: $(EMULATOR_OBJS)
	$(call say,LD,$@)$(CC) $(CFLAGS) $(HOST_LDFLAGS) $^ $(HOST_LIBS) -o $@

-include $(shell find $(B) -type f -name '*.d' 2>/dev/null)
