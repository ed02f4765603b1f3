/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lwipopts.h - how lwIP is built: without threads, its memory from our packet
 * blocks, everything counted and bounded.
 */
#ifndef GUEST_NET_LWIP_LWIPOPTS_H
#define GUEST_NET_LWIP_LWIPOPTS_H

#include "guest/net/lwip/hooks.h"

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0 /* threads take turns, interrupts stay out */
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0
#define LWIP_STATS 0

/* Packets and segments lie in blocks of `show blocks`. */
#if __has_include("lwip/acd.h") /* lwIP 2.2, whose names are others */
#define MEM_CUSTOM_ALLOCATOR 1
#define MEM_CUSTOM_MALLOC stack_memory_take
#define MEM_CUSTOM_FREE stack_memory_give
#define MEM_CUSTOM_CALLOC stack_memory_take_zeroed
#else
#define MEM_LIBC_MALLOC 1
#define mem_clib_malloc stack_memory_take
#define mem_clib_free stack_memory_give
#define mem_clib_calloc stack_memory_take_zeroed
#endif
#define MEM_ALIGNMENT 8
#define PBUF_POOL_SIZE 0
#define LWIP_SUPPORT_CUSTOM_PBUF 1

#define MEMP_NUM_TCP_PCB 256
#define MEMP_NUM_TCP_PCB_LISTEN 8
#define MEMP_NUM_TCP_SEG 1024
#define MEMP_NUM_UDP_PCB 16
#define MEMP_NUM_RAW_PCB 8
#define MEMP_NUM_REASSDATA 200
#define MEMP_NUM_ARP_QUEUE 64

#define LWIP_IPV4 1
#define LWIP_IPV6 0
#define LWIP_ARP 1
#define LWIP_ICMP 1
#define LWIP_RAW 1
#define LWIP_UDP 1
#define LWIP_TCP 1
#define LWIP_DHCP 1
#define LWIP_DHCP_MAX_DNS_SERVERS 0
#define DHCP_DOES_ARP_CHECK 0      /* of lwIP 2.1 ... */
#define LWIP_DHCP_DOES_ACD_CHECK 0 /* ... and 2.2: the server looks */
#define LWIP_NETIF_STATUS_CALLBACK 1
#define LWIP_DNS 1 /* its identifiers and ports are random by default */
#define DNS_MAX_SERVERS 2
#define LWIP_IGMP 0
#define IP_FORWARD 0
#define IP_REASSEMBLY 1
#define IP_REASS_MAX_PBUFS 200 /* the original's fragment database */
#define IP_REASS_MAXAGE 5
#define LWIP_BROADCAST_PING 0
#define LWIP_MULTICAST_PING 0

#define ARP_TABLE_SIZE 127
#define ARP_QUEUEING 1
#define ETHARP_SUPPORT_STATIC_ENTRIES 1
#define ETHARP_TABLE_MATCH_NETIF 1
#define ARP_MAXAGE stack_arp_age

#define TCP_MSS 1460
#define TCP_WND (8 * TCP_MSS)
#define TCP_SND_BUF (8 * TCP_MSS)
#define TCP_MAXRTX 8 /* given up after some minutes */
#define TCP_QUEUE_OOSEQ 1
#define TCP_OOSEQ_MAX_PBUFS 16
#define TCP_LISTEN_BACKLOG 1
#define LWIP_TCP_KEEPALIVE 1

#define LWIP_NETIF_HWADDRHINT 0
#define LWIP_CHECKSUM_ON_COPY 0

#define LWIP_HOOK_IP4_ROUTE_SRC(src, dest) stack_hook_route(src, dest)
#define LWIP_HOOK_ETHARP_GET_GW(netif, dest) stack_hook_gateway(netif, dest)
#define LWIP_HOOK_IP4_INPUT(pbuf, netif) stack_hook_input(pbuf, netif)
#define LWIP_HOOK_DHCP_APPEND_OPTIONS(netif, dhcp, state, msg, type, n) \
    lease_hook_ask(netif, state, msg, n)
#define LWIP_HOOK_DHCP_PARSE_OPTION(netif, dhcp, state, msg, type, option, \
                                    n, pbuf, at) \
    lease_hook_option(option, n, pbuf, at)
#define LWIP_HOOK_TCP_ISN(local_ip, local_port, remote_ip, remote_port) \
    stack_random()

#endif
