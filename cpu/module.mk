CPU_SRC += cpu/engine cpu/memory cpu/cpuid cpu/debug cpu/inside cpu/probe \
  cpu/instructions cpu/quickmem cpu/narrow cpu/narrowfit cpu/narrowtrial
