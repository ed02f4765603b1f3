/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certname.h - the addresses a certificate is for, which BearSSL does not
 * look at. */
#ifndef GUEST_CRYPTO_CERTNAME_H
#define GUEST_CRYPTO_CERTNAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Does a certificate (DER) have this iPAddress among its subjectAltNames? */
bool certname_has_ip(const uint8_t *der, size_t n, uint32_t ip);

#endif
