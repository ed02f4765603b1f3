DEVICES_SRC += devices/pci
