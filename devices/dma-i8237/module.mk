# devices/dma-i8237/module.mk
DEVICES_SRC += devices/dma-i8237/i8237
