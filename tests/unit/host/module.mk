# SPDX-License-Identifier: GPL-2.0-or-later
# tests/unit/host/module.mk - one block a test: its name, and what it links.

NET_OBJS := tests/unit/host/stub_net_machine machine/clock machine/trace \
            $(addprefix host/net/,net segment mactable line port user \
            user_settings peers stream deframe unixpath udp pcap shared tap) \
            host/disk/outfile host/disk/fdready

UNIT_TESTS += tests/unit/host/test_segment
test_segment_OBJS := $(NET_OBJS)

# What the rest of host/ needs of console/.
HOST_CONSOLE := $(addprefix host/console/,console spec logfile stdio escape \
    terminal link sockets telnet tcplisten pty serial parmrk) \
  host/disk/outfile host/disk/fdready host/net/unixpath host/report \
  host/values

UNIT_TESTS += tests/unit/host/test_options
test_options_OBJS := host/options host/optionrows host/gdb/gdb_spec \
  host/cmdline \
  host/cable/cable_spec \
  host/unitfile host/chassis host/tracefile machine/trace \
  host/disk/flashfile host/disk/trailer machine/models machine/cards \
  tests/unit/host/stub_machine tests/unit/host/stub_net $(HOST_CONSOLE)

UNIT_TESTS += tests/unit/host/test_stream
test_stream_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/host/test_portspec
test_portspec_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/host/test_net
test_net_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/host/test_qmp
test_qmp_OBJS := host/control/qmp host/control/commands host/control/medium \
  host/floppy host/disk/floppyfile \
  host/control/json_split host/control/panelview tests/unit/host/stub_machine \
  tests/unit/host/stub_net tests/unit/host/stub_cable \
  tests/unit/host/stub_frontpanel \
  $(HOST_CONSOLE)

UNIT_TESTS += tests/unit/host/test_panel
test_panel_OBJS := $(addprefix host/panel/,chassis layout panel keys overlay \
  complete \
  describe term filter paint draw draw_case draw_live draw_text shot) \
  host/disk/outfile host/disk/fdready \
  machine/models machine/cards tests/unit/host/stub_machine

UNIT_TESTS += tests/unit/host/test_console
test_console_OBJS := tests/unit/host/stub_machine $(HOST_CONSOLE)

UNIT_TESTS += tests/unit/host/test_user
test_user_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/host/test_netpeer
test_netpeer_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/host/test_tap
test_tap_OBJS := $(NET_OBJS)

UNIT_TESTS += tests/unit/host/test_flashfile
test_flashfile_OBJS := host/disk/flashfile host/disk/trailer machine/models

UNIT_TESTS += tests/unit/host/test_hands
test_hands_OBJS := host/floppy host/disk/floppyfile tests/unit/host/stub_machine

UNIT_TESTS += tests/unit/host/test_unitfile
test_unitfile_OBJS := $(test_options_OBJS)

UNIT_TESTS += tests/unit/host/test_kernelfile
test_kernelfile_OBJS := host/kernelfile host/kernelrom host/readfile \
  host/report host/disk/fdready \
  host/console/terminal

UNIT_TESTS += tests/unit/host/test_telnet
test_telnet_OBJS := host/console/telnet host/console/parmrk
