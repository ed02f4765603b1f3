# devices/sysctl/module.mk
DEVICES_SRC += devices/sysctl/sysctl
