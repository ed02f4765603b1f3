# devices/kernel-card/module.mk - the card behind --kernel.
DEVICES_SRC += devices/kernel-card/kernelcard
