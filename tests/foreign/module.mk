# tests/foreign/module.mk - a program that the tests run on somebody else's
# system.
TEST_DATA += $(B)/tests/foreign/devtest

$(B)/tests/foreign/devtest: tests/foreign/devtest.c | deps
	@mkdir -p $(@D)
	$(call say,GCC,$@)$(GUEST_CC) $(filter-out -MMD -MP,$(GUEST_CFLAGS)) \
	  -nostdlib -static -o $@ $<
