DEVICES_SRC += $(addprefix devices/nic-i8255x/,i8255x i8255x_pci i8255x_port \
  i8255x_cu i8255x_tx i8255x_ru i8255x_fifo i8255x_stats \
  i8255x_map i8255x_leds i8255x_wake i8255x_flow eeprom mii ether_crc)
