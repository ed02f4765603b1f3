DEVICES_SRC += devices/pci devices/flashbus
