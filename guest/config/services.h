/* SPDX-License-Identifier: GPL-2.0-or-later */
/* services.h - names of protocols, ports and ICMP messages, as users type and
 * read them. */
#ifndef GUEST_CONFIG_SERVICES_H
#define GUEST_CONFIG_SERVICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SERVICE_TEXT = 24, SERVICE_TCP = 6, SERVICE_UDP = 17,
       SERVICE_ICMP = 1 };

/* A number or a name; false: neither.  "ip" is 0. */
bool service_protocol(const char *text, uint8_t *to);
bool service_icmp(const char *text, uint8_t *to);
/* protocol: 0 takes names of both. */
bool service_port(const char *text, uint8_t protocol, uint16_t *to);

const char *service_protocol_text(uint8_t protocol, char to[SERVICE_TEXT]);
const char *service_icmp_text(uint8_t type, char to[SERVICE_TEXT]);
const char *service_port_text(uint16_t port, uint8_t protocol,
                              char to[SERVICE_TEXT]);

#endif
