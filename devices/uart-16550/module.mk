# devices/uart-16550/module.mk
DEVICES_SRC += devices/uart-16550/uart16550 \
               devices/uart-16550/uart16550_line \
  devices/uart-16550/uart16550_wave devices/uart-16550/uart16550_speed
