/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certname.c - see certname.h.  RFC 5280, 4.1 and 4.2.1.6; X.690. */
#include "guest/crypto/certname.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum {
    OCTETS = 0x04,
    OBJECT = 0x06,
    SEQUENCE = 0x30,
    EXTENSIONS = 0xa3, /* [3] of a TBSCertificate */
    IP_ADDRESS = 0x87, /* [7] of a GeneralName */
};

/* What is left of the contents of an element. */
struct der {
    const uint8_t *at;
    size_t n;
};

/* The next element, of any tag; false: none, or it is cut off. */
static bool next(struct der *d, uint8_t *tag, struct der *inside)
{
    size_t head = 2, n;

    if (d->n < 2)
        return false;
    *tag = d->at[0];
    n = d->at[1];
    if (n & 0x80) {
        unsigned bytes = n & 0x7f;

        if (bytes == 0 || bytes > 3 || d->n - 2 < bytes)
            return false;
        for (n = 0; head < 2u + bytes; head++)
            n = n << 8 | d->at[head];
    }
    if (n > d->n - head)
        return false;
    *inside = (struct der){d->at + head, n};
    d->at += head + n;
    d->n -= head + n;
    return true;
}

/* The next element that has this tag; others are passed over. */
static bool find(struct der *d, uint8_t wanted, struct der *inside)
{
    uint8_t tag;

    while (next(d, &tag, inside)) {
        if (tag == wanted)
            return true;
    }
    return false;
}

static bool first(struct der d, uint8_t wanted, struct der *inside)
{
    uint8_t tag;

    return next(&d, &tag, inside) && tag == wanted;
}

static bool has_ip(struct der names, uint32_t ip)
{
    struct der name;

    while (find(&names, IP_ADDRESS, &name)) {
        if (name.n == 4 && get_be32(name.at) == ip)
            return true;
    }
    return false;
}

bool certname_has_ip(const uint8_t *der, size_t n, uint32_t ip)
{
    static const uint8_t alt_names[] = {0x55, 0x1d, 0x11};
    struct der all = {der, n}, whole, tbs, outer, list, extension;

    if (!first(all, SEQUENCE, &whole) || !first(whole, SEQUENCE, &tbs) ||
        !find(&tbs, EXTENSIONS, &outer) || !first(outer, SEQUENCE, &list))
        return false;
    while (find(&list, SEQUENCE, &extension)) {
        struct der id, value, names;

        if (find(&extension, OBJECT, &id) && id.n == sizeof alt_names &&
            !memcmp(id.at, alt_names, sizeof alt_names) &&
            find(&extension, OCTETS, &value) &&
            first(value, SEQUENCE, &names))
            return has_ip(names, ip);
    }
    return false;
}
