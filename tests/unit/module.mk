# SPDX-License-Identifier: GPL-2.0-or-later
# tests/unit/module.mk - one block a test: its name, and what it links.

UNIT_TESTS += tests/unit/test_pic tests/unit/test_pic_modes
test_pic_OBJS := tests/unit/fakeboard tests/unit/picrig \
                 devices/pic-i8259/i8259
test_pic_modes_OBJS := $(test_pic_OBJS)

UNIT_TESTS += tests/unit/test_pit tests/unit/test_pit_words
test_pit_OBJS := tests/unit/fakeboard tests/unit/pitrig \
                 devices/pit-i8254/i8254 devices/pit-i8254/i8254_count
test_pit_words_OBJS := $(test_pit_OBJS)

UNIT_TESTS += $(addprefix tests/unit/test_,uart uart_drivers uart_speed \
  uart_state)
test_uart_OBJS := tests/unit/fakeboard tests/unit/uartrig \
                  devices/uart-16550/uart16550 \
                  devices/uart-16550/uart16550_line \
                  devices/uart-16550/uart16550_speed \
                  devices/uart-16550/uart16550_wave
test_uart_drivers_OBJS := $(test_uart_OBJS)
test_uart_speed_OBJS := $(test_uart_OBJS)
test_uart_state_OBJS := $(test_uart_OBJS)
UNIT_TESTS += tests/unit/test_uart_wave
test_uart_wave_OBJS := devices/uart-16550/uart16550_wave

UNIT_TESTS += tests/unit/test_rtc tests/unit/test_rtc_state
test_rtc_OBJS := tests/unit/fakeboard tests/unit/rtcrig \
                 devices/rtc-mc146818/mc146818 \
                 devices/rtc-mc146818/mc146818_cal
test_rtc_state_OBJS := $(test_rtc_OBJS)

UNIT_TESTS += tests/unit/test_kbc
test_kbc_OBJS := tests/unit/fakeboard devices/kbc-i8042/i8042

UNIT_TESTS += tests/unit/test_sysctl
test_sysctl_OBJS := tests/unit/fakeboard devices/sysctl/sysctl

UNIT_TESTS += tests/unit/test_connector
test_connector_OBJS := tests/unit/fakeboard devices/failover-cable/connector

UNIT_TESTS += tests/unit/test_failovercable
test_failovercable_OBJS := guest/drivers/failovercable

UNIT_TESTS += tests/unit/test_supervisor
test_supervisor_OBJS := tests/unit/fakeboard devices/supervisor/supervisor

UNIT_TESTS += $(addprefix tests/unit/test_,floppy floppy_bits floppy_drivers \
  floppy_state)
test_floppy_OBJS := tests/unit/fakeboard tests/unit/floppyrig \
  devices/floppy/drive devices/floppy/i82077 devices/floppy/i82077_control \
  devices/floppy/i82077_data
test_floppy_bits_OBJS := $(test_floppy_OBJS)
test_floppy_drivers_OBJS := $(test_floppy_OBJS)
test_floppy_state_OBJS := $(test_floppy_OBJS)

UNIT_TESTS += tests/unit/test_dma tests/unit/test_dma_words
test_dma_OBJS := tests/unit/fakeboard tests/unit/dmarig \
                 devices/dma-i8237/i8237
test_dma_words_OBJS := $(test_dma_OBJS)

CLI_OBJS := $(call room,guest/cli) guest/lib/format guest/lib/md5 \
  guest/lib/password guest/log/log guest/log/messages

UNIT_TESTS += $(addprefix tests/unit/test_,cli editor pager)
test_cli_OBJS := tests/unit/seat $(CLI_OBJS)
test_editor_OBJS := $(test_cli_OBJS)
test_pager_OBJS := $(test_cli_OBJS)

NET_OBJS := tests/unit/stub_net_machine machine/clock machine/trace \
            $(addprefix host/net/,net segment mactable line port user \
            user_settings peers stream deframe unixpath udp pcap shared tap) \
            host/disk/outfile

UNIT_TESTS += tests/unit/test_segment
test_segment_OBJS := $(NET_OBJS)

# What the rest of host/ needs of console/.
HOST_CONSOLE := $(addprefix host/console/,console spec logfile stdio escape \
    terminal link sockets telnet tcplisten pty serial parmrk) \
  host/disk/outfile host/net/unixpath host/report host/values

UNIT_TESTS += tests/unit/test_options
test_options_OBJS := host/options host/optionrows host/gdb/gdb_spec host/cmdline \
  host/cable/cable_spec \
  host/unitfile host/chassis host/tracefile machine/trace \
  host/disk/flashfile host/disk/trailer machine/models machine/cards \
  tests/unit/stub_machine tests/unit/stub_net $(HOST_CONSOLE)

UNIT_TESTS += tests/unit/test_pci tests/unit/test_pci_bridges
test_pci_OBJS := tests/unit/fakeboard tests/unit/pcirig tests/unit/configmap \
                 tests/unit/toy devices/pci \
                 devices/pci-i440fx/i440fx devices/pci-i440fx/piix3
test_pci_bridges_OBJS := $(test_pci_OBJS)

UNIT_TESTS += tests/unit/test_pcibridge
test_pcibridge_OBJS := tests/unit/fakeboard tests/unit/configmap \
                       tests/unit/toy devices/pci \
                       devices/pci-bridge/i21152

I8255X_OBJS := tests/unit/fakeboard tests/unit/nicrig devices/pci \
  $(addprefix devices/nic-i8255x/,i8255x i8255x_pci i8255x_port i8255x_cu \
    i8255x_tx i8255x_ru i8255x_fifo i8255x_stats i8255x_map i8255x_leds \
    i8255x_wake i8255x_flow i8255x_rbd eeprom mii ether_crc)

UNIT_TESTS += $(addprefix tests/unit/test_i8255x_,csr bits cu tcb tx ru rxdata \
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
test_i8255x_rbd_OBJS := $(I8255X_OBJS) tests/unit/nicrbd
test_i8255x_drivers_OBJS := $(I8255X_OBJS) tests/unit/nicdriver
test_i8255x_drivers_linux_OBJS := $(I8255X_OBJS) tests/unit/nicdriver
test_i8255x_drivers_more_OBJS := $(I8255X_OBJS) tests/unit/nicdriver
test_i8255x_drivers_rbd_OBJS := $(test_i8255x_rbd_OBJS) tests/unit/nicdriver

UNIT_TESTS += tests/unit/test_stream
test_stream_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/test_portspec
test_portspec_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/test_net
test_net_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/test_qmp
test_qmp_OBJS := host/control/qmp host/control/commands host/control/medium \
  host/floppy host/disk/floppyfile \
  host/control/json_split host/control/panelview tests/unit/stub_machine \
  tests/unit/stub_net tests/unit/stub_cable tests/unit/stub_frontpanel \
  $(HOST_CONSOLE)

UNIT_TESTS += tests/unit/test_panel
test_panel_OBJS := $(addprefix host/panel/,chassis layout panel keys overlay complete \
  describe term filter paint draw draw_case draw_live draw_text shot) \
  host/disk/outfile \
  machine/models machine/cards tests/unit/stub_machine

UNIT_TESTS += tests/unit/test_console
test_console_OBJS := tests/unit/stub_machine $(HOST_CONSOLE)

UNIT_TESTS += tests/unit/test_user
test_user_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/test_runtime
test_runtime_OBJS := guest/runtime/unit/features \
                     guest/runtime/unit/processor_name \
                     guest/platform/platform guest/lib/format \
                     guest/net/blocks guest/lib/calendar guest/lib/zone \
                     guest/runtime/unit/usage

# What commands of the configuration link besides its own rows.
CONFIG_OBJS := $(call room,guest/config) $(CLI_OBJS) guest/lib/calendar \
  guest/lib/zone

UNIT_TESTS += tests/unit/test_capture
test_capture_OBJS := guest/capture/capture guest/capture/decode \
                     guest/capture/dissect guest/lib/format

UNIT_TESTS += tests/unit/test_dhcp
test_dhcp_OBJS := guest/dhcp/addresses guest/dhcp/message guest/dhcp/server \
                  guest/lib/md5

UNIT_TESTS += $(addprefix tests/unit/test_,config configtext readback rules \
  save stored users)
test_config_OBJS := tests/unit/configrig $(CONFIG_OBJS)
test_configtext_OBJS := $(test_config_OBJS)
UNIT_TESTS += tests/unit/test_meanwhile
test_meanwhile_OBJS := $(test_config_OBJS)
test_readback_OBJS := $(test_config_OBJS)
test_rules_OBJS := $(test_config_OBJS)
test_save_OBJS := $(test_config_OBJS)
test_stored_OBJS := guest/runtime/unit/gates $(test_config_OBJS)
test_users_OBJS := $(test_config_OBJS)

UNIT_TESTS += tests/unit/test_netpeer
test_netpeer_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/test_tap
test_tap_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/test_at29 tests/unit/test_at29_odd
test_at29_OBJS := tests/unit/at29rig devices/flash-at29/at29
test_at29_odd_OBJS := $(test_at29_OBJS)

UNIT_TESTS += tests/unit/test_flashcard tests/unit/test_flashbus
test_flashbus_OBJS = $(test_flashcard_OBJS)
test_flashcard_OBJS := tests/unit/fakeboard devices/flashbus \
  devices/flash-at29/at29 \
  devices/flash-at29/flashcard devices/board-id/board_id

UNIT_TESTS += tests/unit/test_strata tests/unit/test_stratacard
test_strata_OBJS := devices/flash-strata/strata
test_stratacard_OBJS := tests/unit/fakeboard devices/flashbus \
  devices/flash-strata/strata \
  devices/flash-strata/stratacard devices/board-id/board_id \
  guest/flashfs/flashfs guest/flashfs/slots guest/flashfs/layout1 \
  guest/flashfs/layout2 guest/flashfs/layout3 \
  guest/image/image guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/test_lib
test_lib_OBJS := guest/lib/format

UNIT_TESTS += tests/unit/test_netboot tests/unit/test_netping
test_netboot_OBJS := tests/unit/netbootrig guest/netboot/net guest/netboot/ping \
  guest/netboot/tftp guest/lib/format
test_netping_OBJS := $(test_netboot_OBJS)

UNIT_TESTS += tests/unit/test_monitor
test_monitor_OBJS := $(test_netboot_OBJS) guest/netboot/prompt \
  guest/netboot/monitor

FLASHFS_OBJS := tests/unit/ramflash guest/flashfs/flashfs \
  guest/flashfs/slots guest/flashfs/layout1 guest/flashfs/layout2 \
  guest/flashfs/layout3 guest/image/image \
  guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/test_flashfs tests/unit/test_flashcuts \
  tests/unit/test_flashlong tests/unit/test_flashluck
test_flashfs_OBJS := $(FLASHFS_OBJS)
test_flashcuts_OBJS := $(FLASHFS_OBJS)
test_flashlong_OBJS := $(FLASHFS_OBJS)
test_flashluck_OBJS := $(FLASHFS_OBJS)

UNIT_TESTS += tests/unit/test_loader tests/unit/test_installcuts
test_loader_OBJS := tests/unit/typist guest/loader/install guest/loader/key \
  guest/flashfs/flashfs guest/flashfs/slots guest/flashfs/layout1 \
  guest/flashfs/layout2 guest/flashfs/layout3 \
  guest/licence/key guest/licence/licence guest/lib/format \
  guest/lib/crc32 guest/lib/md5 guest/image/image
test_installcuts_OBJS := tests/unit/ramflash $(test_loader_OBJS)

UNIT_TESTS += tests/unit/test_digest
test_digest_OBJS := guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/test_licence
test_licence_OBJS := guest/licence/licence guest/licence/key guest/lib/md5 \
  guest/lib/format

UNIT_TESTS += tests/unit/test_image
test_image_OBJS := guest/image/image guest/lib/md5

UNIT_TESTS += tests/unit/test_flashfile
test_flashfile_OBJS := host/disk/flashfile host/disk/trailer machine/models

UNIT_TESTS += tests/unit/test_strip
test_strip_OBJS := guest/password/strip guest/config/frame guest/lib/md5 \
                   guest/lib/format

UNIT_TESTS += tests/unit/test_record
test_record_OBJS := guest/diskette/record guest/lib/crc32

UNIT_TESTS += tests/unit/test_hands
test_hands_OBJS := host/floppy host/disk/floppyfile tests/unit/stub_machine

UNIT_TESTS += tests/unit/test_unitfile
test_unitfile_OBJS := $(test_options_OBJS)

UNIT_TESTS += tests/unit/test_kernelcard
test_kernelcard_OBJS := tests/unit/fakeboard tests/unit/configmap devices/pci \
                        devices/kernel-card/kernelcard

UNIT_TESTS += tests/unit/test_kernelfile
test_kernelfile_OBJS := host/kernelfile host/kernelrom host/readfile host/report \
  host/console/terminal

UNIT_TESTS += tests/unit/test_telnet
test_telnet_OBJS := host/console/telnet host/console/parmrk

UNIT_TESTS += tests/unit/test_stack
test_stack_OBJS := $(NET_STACK) guest/net/blocks guest/lib/md5 $(LWIP_OBJS)

UNIT_TESTS += tests/unit/test_telnetd
test_telnetd_OBJS := guest/net/telnet

UNIT_TESTS += tests/unit/test_tftpget
test_tftpget_OBJS := guest/net/tftpget guest/lib/format

UNIT_TESTS += tests/unit/test_log
test_log_OBJS := guest/log/log guest/log/messages guest/lib/format

FIREWALL_MODEL := $(addprefix tests/unit/,fwrandom fwrig fwmodel \
  fwmodel_access fwmodel_conn fwmodel_packet fwmodel_route fwmodel_static \
  fwmodel_translate)

FIREWALL_OBJS := $(FIREWALL_MODEL) $(call room,guest/firewall) guest/lib/format

UNIT_TESTS += $(addprefix tests/unit/test_,acl crowd dnsanswers firewall \
  fragments icmperrors inspect intercept state)
test_acl_OBJS := tests/unit/fwscene $(FIREWALL_OBJS)
test_crowd_OBJS := $(FIREWALL_OBJS)
test_dnsanswers_OBJS := $(FIREWALL_OBJS)
test_firewall_OBJS := $(test_acl_OBJS)
test_fragments_OBJS := $(test_acl_OBJS)
test_icmperrors_OBJS := $(test_acl_OBJS)
test_inspect_OBJS := $(FIREWALL_OBJS)
test_intercept_OBJS := $(test_acl_OBJS)
test_state_OBJS := $(FIREWALL_OBJS) guest/failover/wire

UNIT_TESTS += tests/unit/test_httpget
test_httpget_OBJS := guest/net/httpget guest/net/url guest/lib/format

UNIT_TESTS += tests/unit/test_httpd tests/unit/test_crypto
test_httpd_OBJS := guest/net/httpd guest/lib/format
test_crypto_OBJS := $(TLS_PARTS) guest/crypto/pem $(BEARSSL_OBJS) \
  guest/lib/format
FAILOVER_OBJS := tests/unit/failoverrig $(call room,guest/failover) \
  guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/test_failover tests/unit/test_failovercopy \
  tests/unit/test_failoverpack tests/unit/test_failovertalk \
  tests/unit/test_stateful
test_failover_OBJS := $(FAILOVER_OBJS)
test_failovercopy_OBJS := $(FAILOVER_OBJS)
test_failoverpack_OBJS := guest/failover/pack
test_failovertalk_OBJS := $(FAILOVER_OBJS)
test_stateful_OBJS := $(FAILOVER_OBJS)

UNIT_TESTS += tests/unit/test_commandcuts
test_commandcuts_OBJS := $(sort $(FLASHFS_OBJS) $(CONFIG_OBJS) \
  guest/licence/key guest/licence/licence guest/platform/platform \
  $(addprefix guest/runtime/,commands/activation commands/flashfs files/install \
    unit/features unit/report unit/store unit/unit))
$(B)/tests/unit/test_commandcuts: \
  HOST_LDFLAGS += -Wl,--defsym=flashfs_layout=flashfs_layout3
