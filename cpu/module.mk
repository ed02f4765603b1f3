CPU_SRC += cpu/engine cpu/memory cpu/cpuid cpu/debug cpu/inside cpu/quickbus cpu/narrow cpu/narrowfit \
  cpu/narrowtrial cpu/debug
