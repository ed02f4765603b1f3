CPU_SRC += cpu/engine cpu/memory cpu/cpuid cpu/inside
