/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dissect.h - an IP packet field by field, as `debug packet` shows it. */
#ifndef GUEST_CAPTURE_DISSECT_H
#define GUEST_CAPTURE_DISSECT_H

#include "guest/capture/decode.h"

/* Lines, each with its end; n bytes at least of a header without options. */
enum { DISSECT_MIN = 20 };
void dissect_packet(const struct decode_text *, const uint8_t *packet,
                    size_t n);

#endif
