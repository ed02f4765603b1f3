# devices/kbc-i8042/module.mk
DEVICES_SRC += devices/kbc-i8042/i8042
