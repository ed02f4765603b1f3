/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * keys.c - what makes and checks the authenticators of frames.
 *
 * A key typed on the active unit goes to the mate as a line, which needs the
 * key before it.
 */
#include "guest/failover/hmac.h"
#include "guest/failover/parts.h"
#include "guest/lib/string.h"

static bool old_key_counts(const struct failover *f)
{
    return f->rekey.since && (f->now - f->rekey.since < talk_silence(f) ||
                              failover_is_copying(f));
}

static bool sends_by_old_key(const struct failover *f)
{
    return f->state == FAILOVER_ACTIVE && failover_mate_heard(f) &&
           !f->rekey.heard && old_key_counts(f);
}

void keys_change(struct failover *f, const char *before)
{
    struct failover_rekey *r = &f->rekey;

    if (!sends_by_old_key(f))
        r->n = 0; /* otherwise the mate has not even the last one */
    if (r->n == FAILOVER_KEYS)
        r->n--;
    memcpy(r->before[r->n++], before, sizeof r->before[0]);
    r->since = f->now;
    r->heard = false;
}

void keys_sign(const struct failover *f, uint8_t *message, size_t n)
{
    const char *k = sends_by_old_key(f) ? f->rekey.before[0] : f->set.key;

    if (f->set.lan)
        hmac(k, strlen(k), message, n, message + n);
    else
        hmac(f->secret, WIRE_SECRET, message, n, message + n);
}

static bool is_made_with(const void *k, size_t k_n, const uint8_t *p,
                         size_t length)
{
    uint8_t sum[HMAC_BYTES];

    hmac(k, k_n, p, length, sum);
    return hmac_same(sum, p + length);
}

/* Those before it are none of the mate's any more. */
static bool is_made_with_old(struct failover *f, const uint8_t *p,
                             size_t length)
{
    struct failover_rekey *r = &f->rekey;

    for (unsigned i = 0; old_key_counts(f) && i < r->n; i++) {
        if (!is_made_with(r->before[i], strlen(r->before[i]), p, length))
            continue;
        r->n -= i;
        memmove(r->before[0], r->before[i], r->n * sizeof r->before[0]);
        return true;
    }
    return false;
}

bool keys_check(struct failover *f, const uint8_t *p, size_t length,
                bool *by_new)
{
    *by_new = f->set.lan
                  ? is_made_with(f->set.key, strlen(f->set.key), p, length)
                  : is_made_with(f->mate.hello.secret, WIRE_SECRET, p, length);
    return *by_new || is_made_with_old(f, p, length);
}
