/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image.c - reading and checking the header of a file; see image.h. */
#include "guest/image/image.h"

#include "guest/image/header.h"
#include "guest/lib/bytes.h"
#include "guest/lib/md5.h"
#include "guest/lib/string.h"

static void get_program(struct image_program *p, const uint8_t *from)
{
    p->offset = get_le32(from);
    p->bytes = get_le32(from + 4);
    p->load_pa = get_le32(from + 8);
    p->memory_bytes = get_le32(from + 12);
    p->entry_pa = get_le32(from + 16);
}

/* Absent, or inside the file and with a place in memory that does not wrap
 * and that its entry lies in. */
static bool is_plausible(const struct image_program *p, uint32_t file_bytes)
{
    static const struct image_program absent;

    if (memcmp(p, &absent, sizeof *p) == 0)
        return true;
    return p->offset >= IMAGE_HEADER_BYTES && p->offset <= file_bytes &&
           p->bytes > 0 && p->bytes <= file_bytes - p->offset &&
           p->memory_bytes >= p->bytes &&
           p->memory_bytes - 1 <= UINT32_MAX - p->load_pa &&
           p->entry_pa - p->load_pa < p->bytes;
}

/* False: not zero-terminated. */
static bool get_text(char *to, const uint8_t *from, size_t n)
{
    memcpy(to, from, n);
    return memchr(to, '\0', n) != NULL;
}

static bool is_blank(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != 0xff)
            return false;
    return true;
}

enum image_verdict image_parse(struct image *im, const uint8_t *h, size_t n)
{
    if (n > IMAGE_HEADER_BYTES)
        n = IMAGE_HEADER_BYTES;
    memset(im, 0, sizeof *im);
    if (n >= IMAGE_MAGIC_BYTES && is_blank(h, n))
        return IMAGE_BLANK;
    if (n < IMAGE_MAGIC_BYTES || memcmp(h, IMAGE_MAGIC, IMAGE_MAGIC_BYTES) != 0)
        return IMAGE_FOREIGN;
    if (n < IMAGE_HEADER_BYTES)
        return IMAGE_CUT;
    im->file_bytes = get_le32(h + IMAGE_FILE_LENGTH_AT);
    im->kind = get_le32(h + IMAGE_KIND_AT);
    im->major = h[IMAGE_VERSION_AT];
    im->minor = h[IMAGE_VERSION_AT + 1];
    im->maintenance = h[IMAGE_VERSION_AT + 2];
    im->generation = get_le32(h + IMAGE_GENERATION_AT);
    im->sum = get_le16(h + IMAGE_SUM_AT);
    memcpy(im->md5, h + IMAGE_MD5_AT, sizeof im->md5);
    get_program(&im->loader, h + IMAGE_LOADER_AT);
    get_program(&im->runtime, h + IMAGE_RUNTIME_AT);
    if (!get_text(im->release, h + IMAGE_RELEASE_AT, sizeof im->release) ||
        !get_text(im->product, h + IMAGE_PRODUCT_AT, sizeof im->product) ||
        !get_text(im->built, h + IMAGE_BUILT_AT, sizeof im->built) ||
        get_le32(h + IMAGE_HEADER_LENGTH_AT) != IMAGE_HEADER_BYTES ||
        im->file_bytes < IMAGE_HEADER_BYTES ||
        im->file_bytes % IMAGE_UNIT != 0 || im->kind == 0 ||
        !is_plausible(&im->loader, im->file_bytes) ||
        !is_plausible(&im->runtime, im->file_bytes))
        return IMAGE_FOREIGN;
    return IMAGE_GOOD;
}

/* Sum and digest of a file that arrives in pieces of IMAGE_UNIT. */
struct checker {
    struct md5 md5;
    uint16_t sum;
};

static void check_begin(struct checker *c)
{
    md5_begin(&c->md5);
    c->sum = 0;
}

static void check_unit(struct checker *c, const uint8_t *unit)
{
    md5_add(&c->md5, unit, IMAGE_UNIT);
    for (unsigned i = 0; i < IMAGE_UNIT; i += 2)
        c->sum = (uint16_t)(c->sum + get_le16(unit + i));
}

/* The fields that hold sum and digest count as zero. */
static void check_header(struct checker *c, const uint8_t *header)
{
    uint8_t copy[IMAGE_UNIT];

    memcpy(copy, header, sizeof copy);
    memset(copy + IMAGE_SUM_AT, 0, 2);
    memset(copy + IMAGE_MD5_AT, 0, MD5_BYTES);
    check_unit(c, copy);
}

static enum image_verdict check_end(struct checker *c, const struct image *im,
                                    struct image_sums *sums)
{
    struct image_sums own;

    if (!sums)
        sums = &own;
    sums->sum = c->sum;
    md5_end(&c->md5, sums->md5);
    return sums->sum == im->sum &&
                   memcmp(sums->md5, im->md5, sizeof im->md5) == 0
               ? IMAGE_GOOD
               : IMAGE_BAD_SUM;
}

enum image_verdict image_verify(const uint8_t *file, size_t n,
                                struct image *im, struct image_sums *sums)
{
    enum image_verdict verdict = image_parse(im, file, n);
    struct checker c;

    if (verdict != IMAGE_GOOD)
        return verdict;
    if (n < im->file_bytes)
        return IMAGE_CUT;
    check_begin(&c);
    check_header(&c, file);
    for (uint32_t at = IMAGE_UNIT; at < im->file_bytes; at += IMAGE_UNIT)
        check_unit(&c, file + at);
    return check_end(&c, im, sums);
}

enum image_verdict image_verify_by(const struct image *im,
                                   bool (*fetch)(void *far, uint32_t offset,
                                                 void *to, size_t n),
                                   void *far, struct image_sums *sums)
{
    uint8_t unit[IMAGE_UNIT];
    struct checker c;

    check_begin(&c);
    for (uint32_t at = 0; at < im->file_bytes; at += IMAGE_UNIT) {
        if (!fetch(far, at, unit, sizeof unit))
            return IMAGE_CUT;
        if (at == 0)
            check_header(&c, unit);
        else
            check_unit(&c, unit);
    }
    return check_end(&c, im, sums);
}
