# SPDX-License-Identifier: GPL-2.0-or-later
# mk/host.mk - programs for this computer.
#
# A module.mk adds to
#   UNIT_TESTS    tests/unit/ROOM/test_X; what it links stands in test_X_OBJS,
#                 source files without .c

CC       ?= gcc
CFLAGS   ?= -O2 -g
WARN     := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
            -Wpointer-arith -Wvla -Werror
# clang takes rows of tables that leave out their last members for mistakes.
WARN     += $(if $(FUZZ),-Wno-missing-field-initializers)
SANFLAGS := $(if $(SAN),-fsanitize=address$(comma)undefined -fno-omit-frame-pointer)

# Asked once, when first needed: by then the packages are there.
LIBRARIES := glib-2.0 gio-unix-2.0 json-glib-1.0 slirp \
  sdl2 SDL2_ttf x11 wayland-client vterm fontconfig libpng
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $(LIBRARIES)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $$(shell pkg-config --libs $(LIBRARIES)))$(PKG_LIBS)

HOST_CFLAGS = -std=gnu11 $(WARN) -I. -MMD -MP $(SANFLAGS) $(PKG_CFLAGS)
HOST_LIBS   = $(PKG_LIBS) -lunicorn -ldl -lpthread -lm
# The engine's internals are interposed: our functions must be visible to it.
HOST_LDFLAGS = -rdynamic -Wl,--as-needed $(SANFLAGS) $(if $(FUZZ),-fsanitize=fuzzer)

# All of a folder; and of those in it.
room  = $(sort $(basename $(wildcard $(1)/*.[cS])))
rooms = $(call room,$(1)) $(call room,$(1)/*)

CPU_SRC     := $(call room,cpu)
DEVICES_SRC := $(call rooms,devices)
MACHINE_SRC := $(call room,machine)
HOST_SRC    := $(call rooms,host)
UNIT_TESTS  :=
