# SPDX-License-Identifier: GPL-2.0-or-later
# tests/unit/guest/module.mk - one block a test: its name, and what it links.

UNIT_TESTS += tests/unit/guest/test_failovercable
test_failovercable_OBJS := guest/drivers/failovercable

CLI_OBJS := $(call room,guest/cli) guest/lib/format guest/lib/md5 \
  guest/lib/password guest/log/log guest/log/messages

UNIT_TESTS += $(addprefix tests/unit/guest/test_,cli editor pager)
test_cli_OBJS := tests/unit/guest/seat $(CLI_OBJS)
test_editor_OBJS := $(test_cli_OBJS)
test_pager_OBJS := $(test_cli_OBJS)

UNIT_TESTS += tests/unit/guest/test_runtime
test_runtime_OBJS := guest/runtime/unit/features \
                     guest/runtime/unit/processor_name \
                     guest/platform/platform guest/lib/format \
                     guest/net/blocks guest/lib/calendar guest/lib/zone \
                     guest/runtime/unit/usage

# What commands of the configuration link besides its own rows.
CONFIG_OBJS := $(call room,guest/config) $(CLI_OBJS) guest/lib/calendar \
  guest/lib/zone

UNIT_TESTS += tests/unit/guest/test_capture
test_capture_OBJS := guest/capture/capture guest/capture/decode \
                     guest/capture/dissect guest/lib/format

UNIT_TESTS += tests/unit/guest/test_dhcp
test_dhcp_OBJS := guest/dhcp/addresses guest/dhcp/message guest/dhcp/server \
                  guest/lib/md5

UNIT_TESTS += $(addprefix tests/unit/guest/test_,config configtext readback \
  rules \
  save stored users)
test_config_OBJS := tests/unit/guest/configrig $(CONFIG_OBJS)
test_configtext_OBJS := $(test_config_OBJS)
UNIT_TESTS += tests/unit/guest/test_meanwhile
test_meanwhile_OBJS := $(test_config_OBJS)
test_readback_OBJS := $(test_config_OBJS)
test_rules_OBJS := $(test_config_OBJS)
test_save_OBJS := $(test_config_OBJS)
test_stored_OBJS := guest/runtime/unit/gates $(test_config_OBJS)
test_users_OBJS := $(test_config_OBJS)

UNIT_TESTS += tests/unit/guest/test_lib
test_lib_OBJS := guest/lib/format

UNIT_TESTS += tests/unit/guest/test_netboot tests/unit/guest/test_netping
test_netboot_OBJS := tests/unit/guest/netbootrig guest/netboot/net \
  guest/netboot/ping \
  guest/netboot/tftp guest/lib/format
test_netping_OBJS := $(test_netboot_OBJS)

UNIT_TESTS += tests/unit/guest/test_monitor
test_monitor_OBJS := $(test_netboot_OBJS) guest/netboot/prompt \
  guest/netboot/monitor

FLASHFS_OBJS := tests/unit/guest/ramflash guest/flashfs/flashfs \
  guest/flashfs/slots guest/flashfs/layout1 guest/flashfs/layout2 \
  guest/flashfs/layout3 guest/image/image \
  guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/guest/test_flashfs tests/unit/guest/test_flashcuts \
  tests/unit/guest/test_flashlong tests/unit/guest/test_flashluck
test_flashfs_OBJS := $(FLASHFS_OBJS)
test_flashcuts_OBJS := $(FLASHFS_OBJS)
test_flashlong_OBJS := $(FLASHFS_OBJS)
test_flashluck_OBJS := $(FLASHFS_OBJS)

UNIT_TESTS += tests/unit/guest/test_loader tests/unit/guest/test_installcuts
test_loader_OBJS := tests/unit/guest/typist guest/loader/install \
  guest/loader/key \
  guest/flashfs/flashfs guest/flashfs/slots guest/flashfs/layout1 \
  guest/flashfs/layout2 guest/flashfs/layout3 \
  guest/licence/key guest/licence/licence guest/lib/format \
  guest/lib/crc32 guest/lib/md5 guest/image/image
test_installcuts_OBJS := tests/unit/guest/ramflash $(test_loader_OBJS)

UNIT_TESTS += tests/unit/guest/test_digest
test_digest_OBJS := guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/guest/test_licence
test_licence_OBJS := guest/licence/licence guest/licence/key guest/lib/md5 \
  guest/lib/format

UNIT_TESTS += tests/unit/guest/test_image
test_image_OBJS := guest/image/image guest/lib/md5

UNIT_TESTS += tests/unit/guest/test_strip
test_strip_OBJS := guest/password/strip guest/config/frame guest/lib/md5 \
                   guest/lib/format

UNIT_TESTS += tests/unit/guest/test_record
test_record_OBJS := guest/diskette/record guest/lib/crc32

UNIT_TESTS += tests/unit/guest/test_stack
test_stack_OBJS := $(NET_STACK) guest/net/blocks guest/lib/md5 $(LWIP_OBJS)

UNIT_TESTS += tests/unit/guest/test_telnetd
test_telnetd_OBJS := guest/net/telnet

UNIT_TESTS += tests/unit/guest/test_tftpget
test_tftpget_OBJS := guest/net/tftpget guest/lib/format

UNIT_TESTS += tests/unit/guest/test_log
test_log_OBJS := guest/log/log guest/log/messages guest/lib/format

FIREWALL_MODEL := $(addprefix tests/unit/guest/,fwrandom fwrig fwmodel \
  fwmodel_access fwmodel_conn fwmodel_packet fwmodel_route fwmodel_static \
  fwmodel_translate)

FIREWALL_OBJS := $(FIREWALL_MODEL) $(call room,guest/firewall) guest/lib/format

UNIT_TESTS += $(addprefix tests/unit/guest/test_,acl crowd dnsanswers firewall \
  fragments icmperrors inspect intercept rsh state)
test_acl_OBJS := tests/unit/guest/fwscene $(FIREWALL_OBJS)
test_crowd_OBJS := $(FIREWALL_OBJS)
test_dnsanswers_OBJS := $(FIREWALL_OBJS)
test_firewall_OBJS := $(test_acl_OBJS)
test_fragments_OBJS := $(test_acl_OBJS)
test_icmperrors_OBJS := $(test_acl_OBJS)
test_inspect_OBJS := $(test_acl_OBJS)
test_intercept_OBJS := $(test_acl_OBJS)
test_rsh_OBJS := $(test_acl_OBJS)
test_state_OBJS := $(FIREWALL_OBJS) guest/failover/wire

UNIT_TESTS += tests/unit/guest/test_httpget
test_httpget_OBJS := guest/net/httpget guest/net/url guest/lib/format

UNIT_TESTS += tests/unit/guest/test_httpd tests/unit/guest/test_crypto
test_httpd_OBJS := guest/net/httpd guest/lib/format
test_crypto_OBJS := $(TLS_PARTS) guest/crypto/pem $(BEARSSL_OBJS) \
  guest/lib/format
FAILOVER_OBJS := tests/unit/guest/failoverrig $(call room,guest/failover) \
  guest/lib/crc32 guest/lib/md5

UNIT_TESTS += tests/unit/guest/test_failover \
  tests/unit/guest/test_failovercopy \
  tests/unit/guest/test_failoverpack tests/unit/guest/test_failovertalk \
  tests/unit/guest/test_stateful
test_failover_OBJS := $(FAILOVER_OBJS)
test_failovercopy_OBJS := $(FAILOVER_OBJS)
test_failoverpack_OBJS := guest/failover/pack
test_failovertalk_OBJS := $(FAILOVER_OBJS)
test_stateful_OBJS := $(FAILOVER_OBJS)

UNIT_TESTS += tests/unit/guest/test_commandcuts
test_commandcuts_OBJS := $(sort $(FLASHFS_OBJS) $(CONFIG_OBJS) \
  guest/licence/key guest/licence/licence guest/platform/platform \
  $(addprefix guest/runtime/,commands/activation commands/flashfs \
  files/install \
    unit/features unit/report unit/store unit/unit))
$(B)/tests/unit/guest/test_commandcuts: \
  HOST_LDFLAGS += -Wl,--defsym=flashfs_layout=flashfs_layout3
