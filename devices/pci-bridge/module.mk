# devices/pci-bridge/module.mk
DEVICES_SRC += devices/pci-bridge/i21152
