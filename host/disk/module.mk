# host/disk/module.mk - the disk image of a unit.
HOST_SRC += host/disk/flashfile host/disk/floppyfile
