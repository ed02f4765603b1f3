# devices/floppy/module.mk
DEVICES_SRC += devices/floppy/drive devices/floppy/i82077 \
  devices/floppy/i82077_control devices/floppy/i82077_data
