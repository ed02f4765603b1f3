/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_failovertalk.c - what the units of a pair say (guest/failover): frames
 * and authenticators, pairs without a cable, forged and replayed messages. */
#include <glib.h>
#include <string.h>

#include "guest/failover/hmac.h"
#include "tests/unit/guest/failoverrig.h"

/* --- digests and frames ------------------------------------------------ */

/* RFC 2202, 2, cases 1, 2 and 6 (with the key cut to 64 bytes: not ours). */
static void test_hmac(void)
{
    static const uint8_t jefe[] = {
        0x75, 0x0c, 0x78, 0x3e, 0x6a, 0xb0, 0xb5, 0x03, 0xea, 0xa8, 0x6e,
        0x31, 0x0a, 0x5d, 0xb7, 0x38};
    static const uint8_t hi[] = {
        0x92, 0x94, 0x72, 0x7a, 0x36, 0x38, 0xbb, 0x1c, 0x13, 0xf4, 0x8e,
        0xf8, 0x15, 0x8b, 0xfc, 0x9d};
    uint8_t key[16], sum[HMAC_BYTES];

    memset(key, 0x0b, sizeof key);
    hmac(key, sizeof key, "Hi There", 8, sum);
    g_assert_cmpmem(sum, sizeof sum, hi, sizeof hi);
    hmac("Jefe", 4, "what do ya want for nothing?", 28, sum);
    g_assert_cmpmem(sum, sizeof sum, jefe, sizeof jefe);
    g_assert_true(hmac_same(sum, jefe));
    sum[15] ^= 1;
    g_assert_false(hmac_same(sum, jefe));
}

static void test_framing(void)
{
    static struct cableframe f;
    uint8_t message[WIRE_MAX], bytes[CABLEFRAME_MAX];
    size_t n, got = 0;

    for (unsigned i = 0; i < sizeof message; i++)
        message[i] = (uint8_t)(i % 5 ? 0x7e : 0x7d);
    n = cableframe_encode(message, sizeof message, bytes);
    for (unsigned i = 0; i < n; i++)
        got += cableframe_byte(&f, bytes[i]);
    g_assert_cmpmem(f.data, got, message, sizeof message);
    /* A bit of any byte between the flags. */
    for (unsigned i = 1; i < n - 1; i += 97) {
        uint32_t dropped = f.dropped;

        bytes[i] ^= 0x01;
        got = 0;
        for (unsigned k = 0; k < n; k++)
            got += cableframe_byte(&f, bytes[k]);
        g_assert_cmpuint(got, ==, 0);
        g_assert_cmpuint(f.dropped, >, dropped);
        bytes[i] ^= 0x01;
    }
    /* Far too long, and then a good one. */
    for (unsigned i = 0; i < 5000; i++)
        g_assert_cmpuint(cableframe_byte(&f, 'x'), ==, 0);
    for (unsigned i = 0; i < n; i++)
        got += cableframe_byte(&f, bytes[i]);
    g_assert_cmpuint(got, ==, sizeof message);
}

/* --- a pair without a cable -------------------------------------------- */

static struct rig *lan_rig(guint32 seed)
{
    struct rig *rig = rig_new(seed);

    for (unsigned i = 0; i < 2; i++) {
        rig->unit[i].cable_plug = false;
        rig->unit[i].set.lan = true;
        rig->unit[i].set.lan_interface = 1;
        strcpy(rig->unit[i].set.key, "sesame");
    }
    return rig;
}

static void test_lan(void)
{
    struct rig *rig = lan_rig(30);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    g_assert_true(rig_active(rig, 0));
    rig_type(rig, 0, "name 1.1.1.1 one");
    rig_run(rig, 100);
    g_assert_true(rig_settled(rig));
    rig_power(rig, 0, false);
    g_assert_true(rig_until(rig, rig_second_active, RIG_BOUND_MS));
    rig_power(rig, 0, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

/* Its segment dead, the units still see each other elsewhere. */
static void test_lan_down(void)
{
    struct rig *rig = lan_rig(31);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig->segment[1] = false;
    rig_run(rig, 3 * RIG_BOUND_MS);
    g_assert_true(rig_active(rig, 0));
    g_assert_false(rig_active(rig, 1));
    rig_type(rig, 0, "name 1.1.1.1 missed");
    rig_run(rig, 30000);
    rig->segment[1] = true;
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

/* The mate tells by the others that its interface has no link. */
static void test_lan_pulled(void)
{
    struct rig *rig = lan_rig(35);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig->unit[0].plug[1] = false;
    rig_run(rig, 5000);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_MATE_LAN_DOWN], ==, 1);
    g_assert_false(failover_copy(&rig->unit[0].f, rig->now));
    rig->unit[0].plug[1] = true;
    rig_run(rig, 5000);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_MATE_LAN_UP], ==, 1);
    g_assert_true(rig_settled(rig));
    rig_free(rig);
}

/* Interfaces carry hellos, a cable that looks good carries nothing: told, and
 * no copy is begun, until it does. */
static void test_dumb_cable(void)
{
    struct rig *rig = rig_both_on(36);

    rig->dumb_cable = true;
    rig_run(rig, 60000);
    for (unsigned i = 0; i < 2; i++)
        g_assert_cmpuint(rig->unit[i].events[FAILOVER_EV_COMMANDS_LOST], ==,
                         1);
    g_assert_true(rig_active(rig, 0));
    g_assert_false(rig_active(rig, 1));
    g_assert_false(failover_copy(&rig->unit[0].f, rig->now));
    rig_type(rig, 0, "name 1.1.1.1 missed");
    rig_run(rig, 60000);
    rig->dumb_cable = false;
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

static void test_other_key(void)
{
    struct rig *rig = lan_rig(32);

    strcpy(rig->unit[1].set.key, "barley");
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig_run(rig, 20000);
    g_assert_cmpuint(rig->unit[0].f.count.forged, >, 5);
    g_assert_cmpuint(rig->unit[0].f.count.received, ==, 0);
    g_assert_false(rig->unit[0].f.mate.session);
    rig_free(rig);
}

/* A key typed on the active unit reaches the mate, and from then on it counts
 * alone. */
static void test_new_key(void)
{
    struct rig *rig = lan_rig(36);
    uint32_t forged;

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_type(rig, 0, "failover lan key barley");
    rig_type(rig, 0, "name 10.1.1.9 gateway");
    rig_run(rig, 200);
    g_assert_true(rig_settled(rig));
    g_assert_cmpstr(rig->unit[1].set.key, ==, "barley");
    rig_type(rig, 0, "failover lan key oats"); /* before the mate has it: */
    rig_type(rig, 0, "failover lan key rye");
    rig_type(rig, 0, "failover lan key wheat");
    rig_run(rig, 60000);
    g_assert_true(rig_settled(rig));
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpstr(rig->unit[1].set.key, ==, "wheat");
    g_assert_cmpuint(rig->unit[1].f.count.forged, ==, 0);
    /* Typed on the standby unit alone, it is another one than the mate's. */
    forged = rig->unit[0].f.count.forged;
    rig_type(rig, 1, "failover lan key barley");
    rig_run(rig, 60000);
    g_assert_cmpuint(rig->unit[0].f.count.forged, >, forged);
    g_assert_false(rig_settled(rig));
    rig_type(rig, 1, "failover lan key wheat");
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

/* Everything that was ever said, said again by somebody else, at any time. */
static void test_replays(void)
{
    struct rig *rig = lan_rig(33);
    g_auto(GStrv) lines = NULL;
    uint64_t session;
    uint32_t received;

    rig->capture = g_string_new("");
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_power(rig, 1, false);
    rig_run(rig, 1000);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_run(rig, 100); /* nothing is under way */
    lines = g_strsplit(rig->capture->str, "\n", -1);
    session = rig->unit[0].f.mate.nonce;
    received = rig->unit[0].f.count.received;
    for (unsigned i = 0; lines[i] && lines[i][0]; i++) {
        uint8_t frame[FAILOVER_MESSAGE_MAX];
        const char *hex = strrchr(lines[i], ' ') + 1;
        size_t n = strlen(hex) / 2;

        for (size_t b = 0; b < n; b++)
            frame[b] = (uint8_t)(g_ascii_xdigit_value(hex[2 * b]) << 4 |
                                 g_ascii_xdigit_value(hex[2 * b + 1]));
        for (unsigned segment = 0; segment < RIG_SEGMENTS; segment++)
            rig_inject(rig, segment, 0, frame, n);
        for (size_t b = 0; b < n; b += 7) { /* and changed */
            frame[b] ^= 4;
            rig_inject(rig, frame[6] & 1, 0, frame, n);
            frame[b] ^= 4;
        }
    }
    g_assert_true(rig->unit[0].f.mate.nonce == session);
    g_assert_cmpuint(rig->unit[0].f.count.received, ==, received);
    g_assert_cmpuint(rig->unit[0].f.count.forged, >, 100);
    g_assert_cmpuint(rig->unit[0].f.count.lan_dropped, >, 100);
    g_assert_cmpuint(rig->unit[0].seen[FAILOVER_FORGED][0], ==,
                     rig->unit[0].f.count.forged);
    /* All at once: told once. */
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_LAN_DROPPED], ==, 1);
    rig_run(rig, 10000);
    g_assert_true(rig_settled(rig));
    g_assert_true(rig_active(rig, 0));
    rig_free(rig);
}

/* A forged frame where there is a cable: nobody on a segment has the key. */
static void test_forged_beside_cable(void)
{
    struct rig *rig = rig_both_on(34);
    struct wire_header h = {.type = WIRE_HELLO, .channel = 0, .secondary = 1,
                            .sequence = 1000000};
    struct wire_hello hello = {.state = FAILOVER_ACTIVE, .term = 99};
    uint8_t frame[FAILOVER_MESSAGE_MAX];
    size_t n;

    h.nonce = rig->unit[0].f.mate.nonce;
    n = wire_put_hello(frame, &h, &hello);
    hmac("", 0, frame, n, frame + n);
    rig_inject(rig, 0, 0, frame, n + HMAC_BYTES);
    g_assert_cmpuint(rig->unit[0].f.count.forged, ==, 1);
    g_assert_true(rig_active(rig, 0));
    rig_free(rig);
}

/* For the decoder written from the document: --capture FILE. */
/* After years: numbers begin anew, and nobody thinks the other one gone. */
static void test_sequences_end(void)
{
    for (unsigned which = 0; which < 2; which++) {
        struct rig *rig = rig_both_on(52);
        uint64_t nonce = rig->unit[which].f.nonce;

        rig->unit[which].f.sequence = UINT32_MAX - 3;
        rig_run(rig, 60000);
        g_assert_cmpuint(rig->unit[which].f.nonce, !=, nonce);
        g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_ACTIVE], ==, 0);
        rig_type(rig, 0, "name 10.1.1.9 gateway");
        g_assert_true(rig_until(rig, rig_settled, 1000));
        g_assert_nonnull(strstr(rig->unit[1].config->str, "gateway"));
        rig_free(rig);
    }
}

static int write_capture(const char *path)
{
    struct rig *rig = rig_new(50), *lan = lan_rig(51);
    struct rig *both[] = {rig, lan};
    g_autoptr(GString) all = g_string_new("");

    for (unsigned i = 0; i < 2; i++) {
        struct rig *r = both[i];

        r->capture = g_string_new("");
        rig_power(r, 0, true);
        rig_power(r, 1, true);
        rig_until(r, rig_settled, 20000);
        rig_type(r, 0, "name 10.1.1.9 gateway");
        rig_run(r, 5000);
        failover_give(&r->unit[0].f, r->now);
        failover_reset(&r->unit[0].f, r->now);
        rig_run(r, 5000);
        g_string_append(all, i ? "lan\n" : "cable\n");
        g_string_append_len(all, r->capture->str, (gssize)r->capture->len);
        rig_free(r);
    }
    return g_file_set_contents(path, all->str, (gssize)all->len, NULL) ? 0
                                                                       : 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "--capture"))
        return write_capture(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/failovertalk/hmac", test_hmac);
    g_test_add_func("/failovertalk/framing", test_framing);
    g_test_add_func("/failovertalk/lan", test_lan);
    g_test_add_func("/failovertalk/lan-down", test_lan_down);
    g_test_add_func("/failovertalk/lan-pulled", test_lan_pulled);
    g_test_add_func("/failovertalk/dumb-cable", test_dumb_cable);
    g_test_add_func("/failovertalk/other-key", test_other_key);
    g_test_add_func("/failovertalk/new-key", test_new_key);
    g_test_add_func("/failovertalk/sequences-end", test_sequences_end);
    g_test_add_func("/failovertalk/replays", test_replays);
    g_test_add_func("/failovertalk/forged", test_forged_beside_cable);
    return g_test_run();
}
