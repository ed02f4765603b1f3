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
