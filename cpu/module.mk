CPU_SRC += cpu/engine cpu/memory cpu/cpuid cpu/debug cpu/inside cpu/tlb cpu/probe \
  cpu/instructions cpu/quickmem cpu/narrow cpu/narrowfit cpu/narrowtrial
