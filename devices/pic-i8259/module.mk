# devices/pic-i8259/module.mk
DEVICES_SRC += devices/pic-i8259/i8259
