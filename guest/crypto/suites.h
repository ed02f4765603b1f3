/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suites.h - what client and server have in common: TLS 1.2 with keys of the
 * moment and authenticated ciphers, nothing older, agreed on once. */
#ifndef GUEST_CRYPTO_SUITES_H
#define GUEST_CRYPTO_SUITES_H

#include <bearssl_ssl.h>

/* Records that go out are short. */
enum { SUITES_OUT = 1024 + 85 };

void suites_set(br_ssl_engine_context *);

#endif
