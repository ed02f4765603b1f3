/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hooks.h - what lwIP calls of guest/net/stack.c. */
#ifndef GUEST_NET_LWIP_HOOKS_H
#define GUEST_NET_LWIP_HOOKS_H

#include <stddef.h>
#include <stdint.h>

struct dhcp_msg;
struct ip4_addr;
struct netif;
struct pbuf;

void *stack_memory_take(size_t n);
void *stack_memory_take_zeroed(size_t count, size_t size);
void stack_memory_give(void *);

extern uint32_t stack_arp_age; /* seconds */

struct netif *stack_hook_route(const struct ip4_addr *src,
                               const struct ip4_addr *dest);
const struct ip4_addr *stack_hook_gateway(struct netif *,
                                          const struct ip4_addr *dest);
int stack_hook_input(struct pbuf *, struct netif *);
uint32_t stack_random(void);
void lease_hook_ask(struct netif *, uint8_t state, struct dhcp_msg *,
                    uint16_t *options_n);
void lease_hook_option(uint8_t option, uint8_t n, struct pbuf *, uint16_t at);

#endif
