CPU_SRC += cpu/engine cpu/memory cpu/cpuid cpu/debug cpu/inside cpu/quickmem cpu/narrow cpu/narrowfit \
  cpu/narrowtrial cpu/debug
