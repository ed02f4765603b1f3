MACHINE_SRC += machine/clock machine/models machine/dispatch machine/board \
  machine/unit machine/loop machine/kicker
