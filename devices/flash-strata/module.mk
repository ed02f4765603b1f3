# devices/flash-strata/module.mk - the 16 MiB flash card.
DEVICES_SRC += devices/flash-strata/strata devices/flash-strata/stratacard
