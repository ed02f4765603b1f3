# tests/unit/module.mk - one block a test: its name, and what it links.

UNIT_TESTS += tests/unit/test_pic
test_pic_OBJS := tests/unit/fakeboard devices/pic-i8259/i8259

UNIT_TESTS += tests/unit/test_pit
test_pit_OBJS := tests/unit/fakeboard devices/pit-i8254/i8254 \
                 devices/pit-i8254/i8254_count

UNIT_TESTS += tests/unit/test_uart
test_uart_OBJS := tests/unit/fakeboard devices/uart-16550/uart16550

UNIT_TESTS += tests/unit/test_rtc
test_rtc_OBJS := tests/unit/fakeboard devices/rtc-mc146818/mc146818

UNIT_TESTS += tests/unit/test_kbc
test_kbc_OBJS := tests/unit/fakeboard devices/kbc-i8042/i8042

UNIT_TESTS += tests/unit/test_sysctl
test_sysctl_OBJS := tests/unit/fakeboard devices/sysctl/sysctl

UNIT_TESTS += tests/unit/test_dma
test_dma_OBJS := tests/unit/fakeboard devices/dma-i8237/i8237

