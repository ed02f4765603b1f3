/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dnsanswers.c - addresses in DNS answers become what the model says they
 * are called where the answer goes; nothing else in them changes. */
#include <glib.h>
#include <string.h>

#include "tests/unit/guest/fwrig.h"

enum { UDP = 17, RECORDS = 8, ANSWER = 400, HEADER = 12, DOMAIN = 53,
       HEADERS = 28, TYPE_A = 1, TYPE_CNAME = 5, CLASS_IN = 1, CLASS_CH = 3 };

static struct rig rig;

/* --- messages ---------------------------------------------------------- */

struct message {
    uint8_t data[ANSWER];
    size_t n;
    unsigned records, at[RECORDS]; /* of the addresses in it */
};

/* Labels, a pointer, labels and a pointer, or the root. */
static void add_name(struct message *m, struct rig_bits *b)
{
    unsigned labels = rig_below(b, 4);

    while (labels--) {
        unsigned n = 1 + rig_below(b, 6);

        m->data[m->n++] = (uint8_t)n;
        memset(m->data + m->n, 'a', n);
        m->n += n;
    }
    if (rig_below(b, 2))
        m->data[m->n++] = 0;
    else {
        rig_put(m->data + m->n, 0xc00c, 2);
        m->n += 2;
    }
}

static void add_record(struct message *m, struct rig_bits *b, uint32_t ip)
{
    unsigned type = rig_below(b, 4) ? TYPE_A : TYPE_CNAME;
    unsigned class = rig_below(b, 8) ? CLASS_IN : CLASS_CH;
    unsigned n = rig_below(b, 8) ? 4 : rig_below(b, 9);

    add_name(m, b);
    rig_put(m->data + m->n, type, 2);
    rig_put(m->data + m->n + 2, class, 2);
    rig_put(m->data + m->n + 8, n, 2);
    m->n += 10;
    rig_put(m->data + m->n, ip, 4);
    rig_put(m->data + m->n + 4, ip, 4);
    if (type == TYPE_A && class == CLASS_IN && n == 4)
        m->at[m->records++] = (unsigned)m->n;
    m->n += n;
}

static void make_message(struct message *m, struct rig_bits *b, bool answer)
{
    unsigned questions = rig_below(b, 3), records = rig_below(b, RECORDS);

    memset(m, 0, sizeof *m);
    m->n = HEADER;
    rig_put(m->data + 2, answer ? 0x8180 : 0x0100, 2);
    rig_put(m->data + 4, questions, 2);
    while (questions--) {
        add_name(m, b);
        m->n += 4;
    }
    for (unsigned i = 0; i < records; i++) {
        uint8_t *count = &m->data[7 + 2 * rig_below(b, 3)];

        ++*count;
        add_record(m, b, rig_any_host(b));
    }
}

/* --- comparing --------------------------------------------------------- */

/* What the model says of the addresses, put in. */
static unsigned translate(struct message *m, unsigned in, unsigned out)
{
    unsigned changed = 0;

    for (unsigned i = 0; i < m->records; i++) {
        uint32_t ip = rig_get(m->data + m->at[i], 4);
        uint32_t new = model_dns(&rig.model, in, out, ip);

        changed += ip != new;
        rig_put(m->data + m->at[i], new, 4);
    }
    return changed;
}

/* A question of the kind that opens a way for its answer; false: none. */
static bool ask(struct rig_bits *b, struct rig_spec *s, unsigned *in)
{
    uint8_t packet[RIG_PACKET];
    struct message m;

    *in = rig_below(b, RIG_INTERFACES);
    make_message(&m, b, false);
    *s = (struct rig_spec){.protocol = UDP, .from = rig_host(b, *in),
                           .to = rig_any_host(b), .to_port = DOMAIN,
                           .from_port = (uint16_t)(1024 + rig_below(b, 64)),
                           .data = m.data, .n = m.n};
    g_assert_cmpstr(rig_judged(&rig, *in, packet, rig_make(packet, s)), ==,
                    NULL);
    return rig.sent == 1;
}

/* Whoever was asked answers; how many addresses changed on the way. */
static unsigned answer(struct rig_bits *b, unsigned in)
{
    static uint8_t packet[RIG_PACKET], out[RIG_PACKET];
    unsigned by = rig.out, changed;
    struct message m;
    struct rig_spec s = {.protocol = UDP, .from = rig_get(rig.packet + 16, 4),
                         .to = rig_get(rig.packet + 12, 4), .from_port = DOMAIN,
                         .to_port = (uint16_t)rig_get(rig.packet + 20, 2)};
    struct model_result r = {.packet = out};
    size_t n;

    make_message(&m, b, true);
    s.data = m.data;
    s.n = m.n;
    n = rig_make(packet, &s);
    r.verdict = rig_packet(&rig, by, packet, n);
    changed = translate(&m, by, in);
    if (r.verdict != FIREWALL_SENT)
        return 0; /* the route is another one; judged elsewhere */
    g_assert_cmpmem(rig.packet + HEADERS, rig.n - HEADERS, m.data, m.n);
    /* The rest is the model's, for which nothing changed within. */
    memcpy(out, rig.packet, rig.n);
    rig_seal(out);
    g_assert_cmpmem(out, rig.n, rig.packet, rig.n);
    memcpy(out + HEADERS, packet + HEADERS, n - HEADERS);
    rig_seal(out);
    r.out = rig.out;
    r.via = rig.via;
    r.n = rig.n;
    g_assert_cmpstr(model_judge(&rig.model, by, packet, n, &r), ==, NULL);
    return changed;
}

/* --- tests ------------------------------------------------------------- */

static void test_random(void)
{
    unsigned changed = 0;

    for (unsigned seed = 1; seed <= 600; seed++) {
        struct rig_bits bits = {.state = seed};

        rig_begin(&rig, 400);
        rig_random_rules(&rig, &bits);
        rig.place.fixup[0] = (struct firewall_fixup){FIX_DNS, DOMAIN, DOMAIN};
        for (unsigned i = 0; i < RULES_NATS; i++)
            rig.rules.nat[i].dns = rig_below(&bits, 2);
        for (unsigned i = 0; i < rig.rules.static_count; i++)
            rig.rules.statics[i].dns = rig_below(&bits, 2);
        rig.rules.no_dns_alias_in = rig_below(&bits, 3) == 0;
        rig.rules.no_dns_alias_out = rig_below(&bits, 3) == 0;
        rig_configure(&rig);
        for (unsigned i = 0; i < 60 && !g_test_failed(); i++) {
            struct rig_spec s;
            unsigned in;

            if (ask(&bits, &s, &in))
                changed += answer(&bits, in);
        }
        rig_end(&rig);
    }
    g_test_message("%u addresses changed", changed);
    g_assert_cmpuint(changed, >, 100);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/dns/answers-as-the-model-says", test_random);
    return g_test_run();
}
