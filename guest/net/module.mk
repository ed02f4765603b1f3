# SPDX-License-Identifier: GPL-2.0-or-later
# guest/net - lwIP from Debian's source package, and what stands around it.

LWIP := build/sources/lwip
LWIP_FILES := core/def core/dns core/inet_chksum core/init core/ip core/mem core/memp \
  core/netif core/pbuf core/raw core/stats core/sys core/tcp core/tcp_in \
  core/tcp_out core/timeouts core/udp core/ipv4/dhcp core/ipv4/etharp core/ipv4/icmp \
  core/ipv4/ip4 core/ipv4/ip4_addr core/ipv4/ip4_frag netif/ethernet

# Files of ours that know lwIP.
NET_STACK := guest/net/stack guest/net/stations guest/net/conn \
  guest/net/datagram guest/net/echo guest/net/lease guest/net/probe \
  guest/net/resolver

LWIP_INCLUDE := -I$(LWIP)/src/include -Iguest/net/lwip
# Its own code is not held to our warnings.
LWIP_QUIET := -w

$(LWIP)/CHANGELOG: | deps
	$(call say,FETCH,lwip)mk/debsource build/sources lwip

$(LWIP_FILES:%=$(LWIP)/src/%.c): | $(LWIP)/CHANGELOG ;

$(B)/guest-obj/lwip/%.o: $(LWIP)/src/%.c
	@mkdir -p $(@D)
	$(call say,GCC,lwip/$*.c)$(GUEST_CC) $(GUEST_CFLAGS) $(LWIP_QUIET) \
	  $(LWIP_INCLUDE) -Iguest/lib/freestanding -c $< -o $@

$(B)/lwip/%.o: $(LWIP)/src/%.c
	@mkdir -p $(@D)
	$(call say,CC,lwip/$*.c)$(CC) $(CFLAGS) $(HOST_CFLAGS) $(LWIP_QUIET) \
	  $(LWIP_INCLUDE) -c $< -o $@

$(NET_STACK:%=$(B)/guest-obj/%.o): GUEST_CFLAGS += \
  -isystem $(LWIP)/src/include -Iguest/net/lwip -Iguest/lib/freestanding
$(NET_STACK:%=$(B)/%.o): HOST_CFLAGS += -isystem $(LWIP)/src/include \
  -Iguest/net/lwip
$(NET_STACK:%=$(B)/guest-obj/%.o) $(NET_STACK:%=$(B)/%.o): | $(LWIP)/CHANGELOG

LWIP_OBJS := $(LWIP_FILES:%=lwip/%)
