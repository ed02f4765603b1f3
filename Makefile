# pixemu - a PIX in a process.  Start with `make help`.
#
#   V=1     show commands          MODEL=  IMAGE=   for make run
#   SAN=1   address and undefined-behaviour sanitizers
#   DEPS=no print what is missing, install nothing

.DEFAULT_GOAL := all
MAKEFLAGS     += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDARY:

comma := ,
B     ?= build$(if $(SAN),-san)
Q     := $(if $(V),,@)
say    = $(if $(V),,@printf '  %-6s %s\n' $(1) $(2);)

include mk/packages.mk
include mk/host.mk
include mk/guest.mk

# One folder, one fragment: each adds to the lists of mk/host.mk and
# mk/guest.mk.
include $(sort $(wildcard */module.mk */*/module.mk))
include mk/rules.mk
