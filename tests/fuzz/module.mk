# SPDX-License-Identifier: GPL-2.0-or-later
# tests/fuzz/module.mk - a target: its name here, and what it links.
#
# `make check` replays the corpora with these as unit tests; `make fuzz` builds
# the same files again with clang, sanitizers and libFuzzer.

FUZZ_TARGETS := nic flash floppy isa pci frames qmp telnet trailer gdb unitfile \
  dhcp firewall httpget failover saved

fuzz_nic_OBJS = tests/fuzz/chip $(I8255X_OBJS)
fuzz_flash_OBJS = tests/fuzz/chip tests/unit/devices/fakeboard devices/flashbus \
  devices/flash-at29/at29 devices/flash-at29/flashcard \
  devices/flash-strata/strata devices/flash-strata/stratacard
fuzz_floppy_OBJS = tests/fuzz/chip $(test_floppy_OBJS)
fuzz_isa_OBJS = tests/fuzz/chip \
  $(filter-out tests/unit/devices/%rig,$(sort $(foreach t,dma kbc pic pit rtc sysctl \
    uart,$(test_$(t)_OBJS))))
fuzz_pci_OBJS = tests/fuzz/chip $(I8255X_OBJS) devices/pci-i440fx/i440fx \
  devices/pci-i440fx/piix3 devices/kernel-card/kernelcard
FUZZ_TARGETS += bridge
fuzz_bridge_OBJS = tests/fuzz/chip $(I8255X_OBJS) devices/pci-bridge/i21152
fuzz_frames_OBJS = $(NET_OBJS)
fuzz_qmp_OBJS = $(test_qmp_OBJS)
FUZZ_TARGETS += terminal
fuzz_terminal_OBJS = host/panel/term host/panel/filter
fuzz_telnet_OBJS = host/console/telnet
FUZZ_TARGETS += cable config flashfs netboot
fuzz_cable_OBJS = host/cable/wire
fuzz_config_OBJS = $(test_config_OBJS)
fuzz_flashfs_OBJS = $(test_flashfs_OBJS)
fuzz_netboot_OBJS = $(test_monitor_OBJS)
fuzz_gdb_OBJS = host/gdb/packet host/gdb/stub host/gdb/points host/gdb/target \
  tests/unit/host/stub_machine
fuzz_saved_OBJS = $(sort $(test_strip_OBJS) $(test_record_OBJS))
fuzz_unitfile_OBJS = $(test_options_OBJS)
fuzz_firewall_OBJS = $(FIREWALL_OBJS)
FUZZ_TARGETS += inspect
fuzz_inspect_OBJS = $(FIREWALL_OBJS)
fuzz_dhcp_OBJS = $(test_dhcp_OBJS)
fuzz_httpget_OBJS = $(test_httpget_OBJS)
fuzz_failover_OBJS = $(FAILOVER_OBJS)
FUZZ_TARGETS += httpd certs
fuzz_httpd_OBJS = $(test_httpd_OBJS)
fuzz_certs_OBJS = $(test_crypto_OBJS)
fuzz_trailer_OBJS = host/disk/flashfile host/disk/trailer machine/models

FUZZ_MAIN := tests/fuzz/$(if $(FUZZ),libfuzzer,replay)
$(foreach t,$(FUZZ_TARGETS),$(eval fuzz_$(t)_OBJS += $(FUZZ_MAIN)))
UNIT_TESTS += $(FUZZ_TARGETS:%=tests/fuzz/fuzz_%)
