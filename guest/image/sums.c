/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sums.c - see sums.h. */
#include "guest/image/sums.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"

#define MD5 "md5(0x%08x 0x%08x 0x%08x 0x%08x)"
#define WORDS(md5)                                                           \
    (unsigned)get_be32(md5), (unsigned)get_be32((md5) + 4),                  \
        (unsigned)get_be32((md5) + 8), (unsigned)get_be32((md5) + 12)

void image_sums_text(const struct image *im, const struct image_sums *found,
                     char to[IMAGE_SUMS_TEXT])
{
    format(to, IMAGE_SUMS_TEXT,
           "imgsum_config: sumval(0x%04x) " MD5 "\n"
           "imgsum_verify: chksum(0x%-2x) " MD5,
           im->sum, WORDS(im->md5), found->sum, WORDS(found->md5));
}
