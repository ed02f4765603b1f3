# SPDX-License-Identifier: GPL-2.0-or-later
# completion/module.mk - what shells offer: the words both know go into each file.

COMPLETIONS := $(B)/completion/pixemu.bash $(B)/completion/pixemu.zsh

$(B)/completion/%: completion/% completion/words
	@mkdir -p $(@D)
	$(Q)sed -e '/^# words$$/{r completion/words' -e 'd}' $< >$@
