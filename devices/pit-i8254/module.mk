# devices/pit-i8254/module.mk
DEVICES_SRC += devices/pit-i8254/i8254 devices/pit-i8254/i8254_count
