MACHINE_SRC += machine/clock machine/models machine/cards machine/dispatch \
  machine/board machine/ports machine/lamps machine/diskette \
  machine/unit machine/loop machine/kicker
