/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sums.h - what is printed about an image whose checksum fails. */
#ifndef GUEST_IMAGE_SUMS_H
#define GUEST_IMAGE_SUMS_H

#include "guest/image/image.h"

enum { IMAGE_SUMS_TEXT = 192 };

/* "imgsum_config: ..." with what the header wants and, in the next line,
 * "imgsum_verify: ..." with what was found. */
void image_sums_text(const struct image *, const struct image_sums *found,
                     char to[IMAGE_SUMS_TEXT]);

#endif
