# devices/supervisor/module.mk
DEVICES_SRC += devices/supervisor/supervisor
