/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certcheck_int.h - for the files of guest/crypto that know BearSSL. */
#ifndef GUEST_CRYPTO_CERTCHECK_INT_H
#define GUEST_CRYPTO_CERTCHECK_INT_H

#include <bearssl_x509.h>

/* After certcheck_begin(); one connection at a time. */
const br_x509_class **certcheck_x509(void);

#endif
