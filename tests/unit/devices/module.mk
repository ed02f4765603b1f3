# SPDX-License-Identifier: GPL-2.0-or-later
# tests/unit/devices/module.mk - one block a test: its name, and what it links.

UNIT_TESTS += tests/unit/devices/test_pic tests/unit/devices/test_pic_modes
test_pic_OBJS := tests/unit/devices/fakeboard tests/unit/devices/picrig \
                 devices/pic-i8259/i8259
test_pic_modes_OBJS := $(test_pic_OBJS)

UNIT_TESTS += tests/unit/devices/test_pit tests/unit/devices/test_pit_words
test_pit_OBJS := tests/unit/devices/fakeboard tests/unit/devices/pitrig \
                 devices/pit-i8254/i8254 devices/pit-i8254/i8254_count
test_pit_words_OBJS := $(test_pit_OBJS)

UNIT_TESTS += $(addprefix tests/unit/devices/test_,uart uart_drivers \
  uart_speed \
  uart_state)
test_uart_OBJS := tests/unit/devices/fakeboard tests/unit/devices/uartrig \
                  devices/uart-16550/uart16550 \
                  devices/uart-16550/uart16550_line \
                  devices/uart-16550/uart16550_speed \
                  devices/uart-16550/uart16550_wave
test_uart_drivers_OBJS := $(test_uart_OBJS)
test_uart_speed_OBJS := $(test_uart_OBJS)
test_uart_state_OBJS := $(test_uart_OBJS)
UNIT_TESTS += tests/unit/devices/test_uart_wave
test_uart_wave_OBJS := devices/uart-16550/uart16550_wave

UNIT_TESTS += tests/unit/devices/test_rtc tests/unit/devices/test_rtc_state
test_rtc_OBJS := tests/unit/devices/fakeboard tests/unit/devices/rtcrig \
                 devices/rtc-mc146818/mc146818 \
                 devices/rtc-mc146818/mc146818_cal
test_rtc_state_OBJS := $(test_rtc_OBJS)

UNIT_TESTS += tests/unit/devices/test_kbc
test_kbc_OBJS := tests/unit/devices/fakeboard devices/kbc-i8042/i8042

UNIT_TESTS += tests/unit/devices/test_sysctl
test_sysctl_OBJS := tests/unit/devices/fakeboard devices/sysctl/sysctl

UNIT_TESTS += tests/unit/devices/test_connector
test_connector_OBJS := tests/unit/devices/fakeboard \
  devices/failover-cable/connector

UNIT_TESTS += tests/unit/devices/test_supervisor
test_supervisor_OBJS := tests/unit/devices/fakeboard \
  devices/supervisor/supervisor

UNIT_TESTS += $(addprefix tests/unit/devices/test_,floppy floppy_bits \
  floppy_drivers \
  floppy_state)
test_floppy_OBJS := tests/unit/devices/fakeboard tests/unit/devices/floppyrig \
  devices/floppy/drive devices/floppy/i82077 devices/floppy/i82077_control \
  devices/floppy/i82077_data
test_floppy_bits_OBJS := $(test_floppy_OBJS)
test_floppy_drivers_OBJS := $(test_floppy_OBJS)
test_floppy_state_OBJS := $(test_floppy_OBJS)

UNIT_TESTS += tests/unit/devices/test_dma tests/unit/devices/test_dma_words
test_dma_OBJS := tests/unit/devices/fakeboard tests/unit/devices/dmarig \
                 devices/dma-i8237/i8237
test_dma_words_OBJS := $(test_dma_OBJS)

UNIT_TESTS += tests/unit/devices/test_pci tests/unit/devices/test_pci_bridges
test_pci_OBJS := tests/unit/devices/fakeboard tests/unit/devices/pcirig \
  tests/unit/devices/configmap \
                 tests/unit/devices/toy devices/pci \
                 devices/pci-i440fx/i440fx devices/pci-i440fx/piix3
test_pci_bridges_OBJS := $(test_pci_OBJS)

UNIT_TESTS += tests/unit/devices/test_pcibridge
test_pcibridge_OBJS := tests/unit/devices/fakeboard \
  tests/unit/devices/configmap \
                       tests/unit/devices/toy devices/pci \
                       devices/pci-bridge/i21152

I8255X_OBJS := tests/unit/devices/fakeboard tests/unit/devices/nicrig \
  devices/pci \
  $(addprefix devices/nic-i8255x/,i8255x i8255x_pci i8255x_port i8255x_cu \
    i8255x_tx i8255x_ru i8255x_fifo i8255x_stats i8255x_map i8255x_leds \
    i8255x_wake i8255x_flow i8255x_rbd eeprom mii ether_crc)

UNIT_TESTS += $(addprefix tests/unit/devices/test_i8255x_,csr bits cu tcb tx ru rxdata \
  serial link state wake flow rbd drivers drivers_linux drivers_more \
  drivers_rbd)
test_i8255x_csr_OBJS := $(I8255X_OBJS)
test_i8255x_bits_OBJS := $(I8255X_OBJS)
test_i8255x_cu_OBJS := $(I8255X_OBJS)
test_i8255x_tcb_OBJS := $(I8255X_OBJS)
test_i8255x_tx_OBJS := $(I8255X_OBJS)
test_i8255x_ru_OBJS := $(I8255X_OBJS)
test_i8255x_rxdata_OBJS := $(I8255X_OBJS)
test_i8255x_serial_OBJS := $(I8255X_OBJS)
test_i8255x_link_OBJS := $(I8255X_OBJS)
test_i8255x_state_OBJS := $(I8255X_OBJS)
test_i8255x_wake_OBJS := $(I8255X_OBJS)
test_i8255x_flow_OBJS := $(I8255X_OBJS)
test_i8255x_rbd_OBJS := $(I8255X_OBJS) tests/unit/devices/nicrbd
test_i8255x_drivers_OBJS := $(I8255X_OBJS) tests/unit/devices/nicdriver
test_i8255x_drivers_linux_OBJS := $(I8255X_OBJS) tests/unit/devices/nicdriver
test_i8255x_drivers_more_OBJS := $(I8255X_OBJS) tests/unit/devices/nicdriver
test_i8255x_drivers_rbd_OBJS := $(test_i8255x_rbd_OBJS) \
  tests/unit/devices/nicdriver

UNIT_TESTS += tests/unit/devices/test_at29 tests/unit/devices/test_at29_odd
test_at29_OBJS := tests/unit/devices/at29rig devices/flash-at29/at29
test_at29_odd_OBJS := $(test_at29_OBJS)

UNIT_TESTS += tests/unit/devices/test_flashcard tests/unit/devices/test_flashbus
test_flashbus_OBJS = $(test_flashcard_OBJS)
test_flashcard_OBJS := tests/unit/devices/fakeboard devices/flashbus \
  devices/flash-at29/at29 \
  devices/flash-at29/flashcard devices/board-id/board_id

UNIT_TESTS += tests/unit/devices/test_strata tests/unit/devices/test_stratacard
test_strata_OBJS := devices/flash-strata/strata
test_stratacard_OBJS := tests/unit/devices/fakeboard devices/flashbus \
  devices/flash-strata/strata \
  devices/flash-strata/stratacard devices/board-id/board_id \
  guest/flashfs/flashfs guest/flashfs/slots guest/flashfs/layout1 \
  guest/flashfs/layout2 guest/flashfs/layout3 \
  guest/image/image guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/devices/test_kernelcard
test_kernelcard_OBJS := tests/unit/devices/fakeboard \
  tests/unit/devices/configmap devices/pci \
                        devices/kernel-card/kernelcard
