# SPDX-License-Identifier: GPL-2.0-or-later
# guest/password - the password tools npNN.bin, one for each release.

PASSWORD_SRC := $(PROGRAM_SRC) guest/config/frame guest/loader/ask \
  guest/password/main guest/password/strip guest/stage/console
PASSWORD_ELF := $(B)/guest-obj/guest/password/password.elf

$(eval $(call guest_program,$(PASSWORD_ELF),0x00600000,$(PASSWORD_SRC),3))
$(eval $(call packed,np62,6.2(1),Sun 22-Nov-26 12:00,$(PASSWORD_ELF),\
  --kind=password --loader=$(PASSWORD_ELF)))
$(eval $(call packed,np63,6.3(1),Sun 22-Nov-26 13:00,$(PASSWORD_ELF),\
  --kind=password --loader=$(PASSWORD_ELF)))
