# devices/failover-cable/module.mk
DEVICES_SRC += devices/failover-cable/connector
