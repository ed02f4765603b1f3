MACHINE_SRC += machine/clock machine/models machine/cards machine/dispatch \
  machine/board machine/boardbus machine/boardmem machine/boardtime \
  machine/trace machine/ports machine/lamps \
  machine/diskette machine/failovercable \
  machine/unit machine/loop machine/kicker
