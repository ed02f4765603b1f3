CPU_SRC += cpu/engine cpu/memory cpu/cpuid cpu/debug cpu/inside cpu/quickbus cpu/narrow cpu/narrowtrial cpu/debug
