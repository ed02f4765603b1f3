DEVICES_SRC += devices/pci-i440fx/i440fx devices/pci-i440fx/piix3
