/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_state.c - what one firewall tells another one takes, and goes on with
 * it: the same answers to the same packets, to the last byte. */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "guest/failover/wire.h"
#include "guest/firewall/state.h"
#include "guest/firewall/view.h"
#include "tests/unit/guest/fwrig.h"

enum { TCP = 6, FIN = 1, SYN = 2, RST = 4, ACK = 16 };

static struct rig here, there;
static GString *records;
static unsigned wire_kinds; /* a bit each */

static void give(struct rig *r, const uint8_t *record, size_t n)
{
    (void)r;
    g_assert_cmpint(state_take(there.firewall, record, n, 1), ==,
                    STATE_TAKEN);
}

/* Another one with the same rules, which hears what happens here. */
static void begin_there(unsigned connections)
{
    rig_begin(&there, connections);
    there.rules = here.rules;
    there.place = here.place;
    there.random = 77;
    rig_configure(&there);
    rig_time(&there, here.now);
    state_standby(there.firewall, true);
    here.state = give;
    state_tell(here.firewall, true, true);
    state_tell(there.firewall, false, true); /* things() shows all */
}

static void end_both(void)
{
    rig_end(&here);
    there.firewall = NULL;
}

/* Moves a whole round. */
static unsigned copy_all(uint8_t round)
{
    struct state_walk walk = {0};
    uint8_t record[STATE_RECORD_MAX];
    unsigned taken = 0;
    size_t n;

    while ((n = state_next(here.firewall, &walk, record)))
        taken += state_take(there.firewall, record, n, round) == STATE_TAKEN;
    return taken;
}

/* --- the same things are there ----------------------------------------- */

static int compare(gconstpointer a, gconstpointer b)
{
    return memcmp(*(uint8_t *const *)a, *(uint8_t *const *)b,
                  STATE_RECORD_MAX);
}

/* All records, in an order of their own; what is told only now and then is
 * left out unless `all`. */
static GPtrArray *things(struct rig *r, bool all)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
    struct state_walk walk = {0};
    uint8_t record[STATE_RECORD_MAX] = {0};

    while (state_next(r->firewall, &walk, record)) {
        if (!all && record[0] == STATE_XLATE) {
            memset(record + 26, 0, 4);
        } else if (!all) {
            record[2] &= 4;
            memset(record + 4, 0, 4);
            memset(record + 12, 0, 4);
            for (unsigned at = 16; at < 84; at += 34) {
                record[at + 1] &= 4;
                memset(record + at + 18, 0, 4);
            }
        }
        g_ptr_array_add(list, g_memdup2(record, sizeof record));
        memset(record, 0, sizeof record);
    }
    g_ptr_array_sort(list, compare);
    return list;
}

static void assert_same(bool all)
{
    g_autoptr(GPtrArray) a = things(&here, all), b = things(&there, all);

    g_assert_cmpuint(a->len, ==, b->len);
    for (unsigned i = 0; i < MIN(a->len, b->len); i++)
        g_assert_cmpmem(a->pdata[i], STATE_RECORD_MAX, b->pdata[i],
                        STATE_RECORD_MAX);
}

/* Whatever happens here, it is there as soon as it was told; and a round makes
 * up for whatever was not. */
static void test_follows(void)
{
    unsigned most = 0;

    for (unsigned seed = 1; seed <= 300; seed++) {
        struct rig_bits bits = {.state = seed};

        rig_begin(&here, 400);
        rig_random_rules(&here, &bits);
        begin_there(400);
        for (unsigned i = 0; i < 200; i++) {
            uint8_t packet[RIG_PACKET];
            unsigned in;
            size_t n = rig_random_packet(&here, &bits, packet, &in);

            g_assert_null(rig_judged(&here, in, packet, n));
            if (rig_below(&bits, 8) == 0) {
                rig_time(&here, here.now + 1 + rig_below(&bits, 40));
                rig_time(&there, here.now);
            }
            if (i % 16 == 0)
                assert_same(false);
        }
        most = MAX(most, firewall_counts(there.firewall)->connections);
        g_assert_cmpuint(there.events, ==, 0);
        copy_all(2);
        state_sweep(there.firewall, 2);
        assert_same(true);
        state_sweep(there.firewall, 3);
        g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 0);
        g_assert_cmpuint(firewall_counts(there.firewall)->xlates, ==, 0);
        g_assert_cmpuint(firewall_counts(there.firewall)->hosts, ==, 0);
        end_both();
        if (g_test_failed()) {
            g_test_message("seed %u", seed);
            return;
        }
    }
    g_assert_cmpuint(most, >, 1);
}

/* --- conversations ----------------------------------------------------- */

enum { CLIENT = 0x0a000005, SERVER = 0x08080808, MAPPED = 0xcb007114 };

static void begin_with_pat(void)
{
    rig_begin(&here, 400);
    here.rules.nat[here.rules.nats++] = (struct rules_nat){
        .interface = RIG_INSIDE, .id = 1, .connections = 3};
    here.rules.global[here.rules.globals++] = (struct rules_global){
        .interface = RIG_OUTSIDE, .id = 1, .first = MAPPED, .last = MAPPED};
    here.place.fixup[0] = (struct firewall_fixup){FIX_FTP, 21, 21};
    here.place.fixup[1] = (struct firewall_fixup){FIX_SMTP, 25, 25};
    rig_configure(&here);
    begin_there(400);
}

struct talk {
    uint16_t port, to_port;  /* the client's, the server's */
    uint16_t seen_port;      /* the client's as the server knows it */
    uint32_t seen_seq;       /* where the client's numbers begin there */
};

static enum firewall_verdict say(struct rig *r, const struct talk *t,
                                 bool back, uint8_t flags, uint32_t seq,
                                 uint32_t ack, const char *text)
{
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {
        .protocol = TCP, .flags = flags, .seq = seq, .ack = ack,
        .from = back ? SERVER : CLIENT, .to = back ? MAPPED : SERVER,
        .from_port = back ? t->to_port : t->port,
        .to_port = back ? t->seen_port : t->to_port, .data = text,
        .n = strlen(text)};

    return rig_packet(r, back ? RIG_OUTSIDE : RIG_INSIDE, packet,
                      rig_make(packet, &s));
}

/* The client begins at 1000, the server at 9000. */
static struct talk connect(uint16_t port, uint16_t to_port)
{
    struct talk t = {.port = port, .to_port = to_port};

    say(&here, &t, false, SYN, 1000, 0, "");
    t.seen_port = (uint16_t)rig_get(here.packet + 20, 2);
    t.seen_seq = rig_get(here.packet + 24, 4);
    say(&here, &t, true, SYN | ACK, 9000, t.seen_seq + 1, "");
    g_assert_cmpint(say(&here, &t, false, ACK, 1001, 9001, ""), ==,
                    FIREWALL_SENT);
    return t;
}

/* The same packet at both: the same comes out. */
static void same(const struct talk *t, bool back, uint8_t flags, uint32_t seq,
                 uint32_t ack, const char *text)
{
    enum firewall_verdict v;

    state_tell(here.firewall, false, false);
    v = say(&here, t, back, flags, seq, ack, text);
    g_assert_cmpint(say(&there, t, back, flags, seq, ack, text), ==, v);
    g_assert_cmpint(v, ==, FIREWALL_SENT);
    g_assert_cmpmem(here.packet, here.n, there.packet, there.n);
    g_assert_cmpuint(here.out, ==, there.out);
    g_assert_cmphex(here.via, ==, there.via);
}

static void test_goes_on(void)
{
    struct talk t;

    begin_with_pat();
    t = connect(2000, 7);
    state_standby(there.firewall, false);
    /* Never seen there: data in either direction, old and far ahead. */
    same(&t, false, ACK, 1001, 9001, "hello");
    same(&t, true, ACK, 9001, t.seen_seq + 6, "there");
    same(&t, false, ACK, 1001 + 60000, 9006, "jumped");
    same(&t, true, ACK, 9001, t.seen_seq + 6, "again");
    same(&t, false, FIN | ACK, 1006, 9006, "");
    same(&t, true, FIN | ACK, 9006, t.seen_seq + 7, "");
    same(&t, false, ACK, 1007, 9007, "");
    g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 0);
    g_assert_cmpuint(firewall_counts(there.firewall)->xlates, ==, 1);
    end_both();
}

/* FTP: a line that got longer shifts all that is behind it. */
static void test_shifted(void)
{
    static const char port[] = "PORT 10,0,0,5,4,1\r\n";
    struct talk t;

    begin_with_pat();
    t = connect(2000, 21);
    g_assert_cmpint(say(&here, &t, false, ACK, 1001, 9001, port), ==,
                    FIREWALL_SENT);
    g_assert_cmpuint(here.n, >, 40 + strlen(port)); /* 203,0,113,20 */
    state_standby(there.firewall, false);
    same(&t, true, ACK, 9001, t.seen_seq + 1 + (uint32_t)(here.n - 40),
         "200 so be it\r\n");
    same(&t, false, ACK, 1001 + (uint32_t)strlen(port), 9015, "LIST\r\n");
    end_both();
}

/* SMTP: in the middle of a letter its lines are no commands. */
static void test_letter(void)
{
    struct talk t;

    begin_with_pat();
    t = connect(2000, 25);
    say(&here, &t, false, ACK, 1001, 9001, "DATA\r\n");
    say(&here, &t, true, ACK, 9001, t.seen_seq + 7, "354 go on\r\n");
    state_standby(there.firewall, false);
    same(&t, false, ACK, 1007, 9012, "VRFY is a word\r\n");
    g_assert_cmpint(there.packet[40], ==, 'V');
    same(&t, false, ACK, 1023, 9012, ".\r\n");
    same(&t, false, ACK, 1026, 9012, "VRFY you\r\n");
    g_assert_cmpint(there.packet[40], ==, 'X');
    end_both();
}

/* Ports and the host's account are taken there, too. */
static void test_accounts(void)
{
    struct firewall_host_view host;
    struct talk t;
    uint32_t at = 0;

    begin_with_pat();
    connect(2000, 7);
    connect(2001, 7);
    t = connect(2002, 7);
    g_assert_true(firewall_next_host(there.firewall, &at, &host));
    g_assert_cmpuint(host.connections, ==, 3);
    g_assert_cmpuint(host.embryonic, ==, 0);
    g_assert_cmpuint(host.xlates, ==, 3);
    g_assert_cmpuint(host.max, ==, 3);
    state_standby(there.firewall, false);
    t.port = 2003;
    g_assert_cmpint(say(&there, &t, false, SYN, 5, 0, ""), ==,
                    FIREWALL_DROPPED);
    g_assert_cmpint(there.event[0].drop, ==, DROP_LIMIT);
    t.port = 2002;
    same(&t, false, RST, 1001, 9001, "");
    t.port = 2003;
    g_assert_cmpint(say(&there, &t, false, SYN, 5, 0, ""), ==,
                    FIREWALL_SENT);
    g_assert_cmpuint(rig_get(there.packet + 20, 2), !=, t.seen_port);
    end_both();
}

/* HTTP only if it is asked for. */
static void test_http(void)
{
    begin_with_pat();
    state_tell(here.firewall, true, false);
    connect(2000, 80);
    connect(2001, 8080);
    g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 1);
    g_assert_cmpuint(firewall_counts(there.firewall)->xlates, ==, 2);
    state_tell(here.firewall, true, true);
    g_assert_cmpuint(copy_all(2), ==, 4);
    g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 2);
    end_both();
}

/* Idle times go on counting, and what is oldest ends first. */
static void test_idle(void)
{
    begin_with_pat();
    state_tell(here.firewall, false, false);
    for (uint16_t port = 0; port < 3; port++) {
        connect((uint16_t)(2000 + port), 7);
        rig_time(&here, here.now + 1000);
    }
    /* As told, the youngest first. */
    state_tell(here.firewall, true, false);
    for (unsigned i = 3; i--;) {
        struct state_walk walk = {0};
        uint8_t record[STATE_RECORD_MAX];

        rig_time(&there, here.now);
        for (unsigned k = 0; k < 3; k++) {
            size_t n = state_next(here.firewall, &walk, record);

            state_take(there.firewall, record, n, 1);
        }
        for (unsigned k = 0; k <= i; k++)
            g_assert_cmpuint(state_next(here.firewall, &walk, record), ==,
                             84);
        state_take(there.firewall, record, 84, 1);
    }
    g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 3);
    rig_time(&there, here.now + 5000); /* not while it is standby */
    g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 3);
    firewall_clock(there.firewall, here.now + 600);
    state_standby(there.firewall, false);
    for (unsigned i = 1; i <= 3; i++) {
        rig_time(&there, here.now + 600 + (i - 1) * 1000);
        g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==,
                         3 - i);
    }
    end_both();
}

/* --- what is not taken ------------------------------------------------- */

static void test_refused(void)
{
    struct state_walk walk = {0};
    uint8_t record[STATE_RECORD_MAX], xlate[STATE_RECORD_MAX];
    size_t n, xlate_n;

    begin_with_pat();
    state_tell(here.firewall, false, false);
    connect(2000, 7);
    state_tell(here.firewall, true, false);
    xlate_n = state_next(here.firewall, &walk, xlate);
    n = state_next(here.firewall, &walk, record);
    g_assert_cmpint(state_take(there.firewall, record, n, 1), ==,
                    STATE_NO_XLATE_FOR);
    there.rules.globals = 0;
    rig_configure(&there);
    g_assert_cmpint(state_take(there.firewall, xlate, xlate_n, 1), ==,
                    STATE_NOT_CONFIGURED);
    there.rules.globals = 1;
    rig_configure(&there);
    g_assert_cmpint(state_take(there.firewall, xlate, xlate_n, 1), ==,
                    STATE_TAKEN);
    for (size_t i = 0; i < n; i++)
        g_assert_cmpint(state_take(there.firewall, record, i, 1), ==,
                        STATE_MALFORMED);
    g_assert_cmpint(state_take(there.firewall, record, n, 1), ==,
                    STATE_TAKEN);
    /* The same numbers, a host that is not the one of that port. */
    record[16 + 9]++;
    g_assert_cmpint(state_take(there.firewall, record, n, 1), ==,
                    STATE_NO_XLATE_FOR);
    end_both();
}

/* No more than there is memory for, nor hosts than are licensed. */
static void test_full(void)
{
    unsigned refused = 0;

    rig_begin(&here, 100);
    here.rules.nat[here.rules.nats++] =
        (struct rules_nat){.interface = RIG_INSIDE};
    rig_configure(&here);
    for (unsigned i = 0; i < 20; i++) {
        uint8_t packet[RIG_PACKET];
        struct rig_spec s = {.protocol = 17, .from = CLIENT + i,
                             .to = SERVER, .from_port = 5, .to_port = 6};

        rig_packet(&here, RIG_INSIDE, packet, rig_make(packet, &s));
    }
    begin_there(100);
    there.place.hosts = 7;
    rig_configure(&there);
    refused = copy_all(1);
    g_assert_cmpuint(refused, ==, 7);
    end_both();
    g_assert_cmpuint(refused, ==, 7);
}

/* Anything at all: never a wild pointer, and all is given back. */
static void test_noise(void)
{
    struct rig_bits bits = {.state = 5};
    struct talk t;

    for (unsigned round = 0; round < 200; round++) {
        begin_with_pat();
        state_tell(here.firewall, false, false);
        for (uint16_t port = 0; port < 3; port++)
            t = connect((uint16_t)(2000 + port), port == 1 ? 21 : 7);
        for (unsigned i = 0; i < 300; i++) {
            struct state_walk walk = {0};
            uint8_t record[STATE_RECORD_MAX];
            size_t n = 0;

            for (unsigned k = rig_below(&bits, 6) + 1; k--;)
                n = state_next(here.firewall, &walk, record);
            if (rig_below(&bits, 4) == 0)
                record[0] = (uint8_t)rig_below(&bits, 6);
            if (record[0] == STATE_NO_XLATE)
                record[1] = (uint8_t)(n = 18);
            if (record[0] == STATE_NO_TCP)
                record[1] = (uint8_t)(n = 16);
            for (unsigned k = rig_below(&bits, 3); k--;)
                record[2 + rig_below(&bits, STATE_RECORD_MAX - 2)] ^=
                    (uint8_t)(1 << rig_below(&bits, 8));
            state_take(there.firewall, record, n, 1);
            if (i % 50 == 0)
                say(&there, &t, i % 100, ACK, 1001, 9001, "x");
        }
        state_standby(there.firewall, false);
        rig_time(&there, there.now + 100000);
        rig_time(&there, there.now + 100000);
        state_sweep(there.firewall, 2);
        g_assert_cmpuint(firewall_counts(there.firewall)->connections, ==, 0);
        g_assert_cmpuint(firewall_counts(there.firewall)->xlates, ==, 0);
        g_assert_cmpuint(firewall_counts(there.firewall)->hosts, ==, 0);
        g_assert_cmpuint(firewall_counts(there.firewall)->embryonic, ==, 0);
        end_both();
    }
}

/* For the decoder written from the document: --records FILE. */
static void write_record(struct rig *r, const uint8_t *record, size_t n)
{
    (void)r;
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(records, "%02x", record[i]);
    g_string_append_c(records, '\n');
}

static int write_records(const char *path)
{
    struct talk t;

    begin_with_pat();
    here.state = write_record;
    records = g_string_new(NULL);
    t = connect(2000, 21);
    say(&here, &t, false, ACK, 1001, 9001, "PORT 10,0,0,5,4,1\r\n");
    rig_time(&here, here.now + 9);
    say(&here, &t, true, FIN | ACK, 9001, t.seen_seq + 21, "");
    say(&here, &t, false, RST, 1020, 9002, "");
    rig_time(&here, here.now + 100);
    end_both();
    return g_file_set_contents(path, records->str, (gssize)records->len,
                               NULL) ? 0 : 1;
}

/* The link between the units takes every kind that is told. */
static void check_on_the_wire(struct rig *r, const uint8_t *record, size_t n)
{
    const struct wire_header header = {.sequence = 1};
    struct wire_state state = {.stream = 1, .number = 1, .round = 1,
                               .records = record, .n = n}, got;
    uint8_t message[WIRE_MAX];

    (void)r;
    wire_kinds |= 1u << record[0];
    n = wire_put_state(message, &header, &state);
    g_assert_true(wire_get_state(message, n, &got));
}

static void test_on_the_wire(void)
{
    struct talk t;

    begin_with_pat();
    here.state = check_on_the_wire;
    wire_kinds = 0;
    t = connect(2000, 7);
    say(&here, &t, false, RST, 1001, 9001, "");
    rig_time(&here, here.now + 100);
    end_both();
    g_assert_cmphex(wire_kinds, ==, 1 << STATE_XLATE | 1 << STATE_TCP |
                                        1 << STATE_NO_XLATE |
                                        1 << STATE_NO_TCP);
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "--records"))
        return write_records(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/state/follows", test_follows);
    g_test_add_func("/state/goes-on", test_goes_on);
    g_test_add_func("/state/shifted", test_shifted);
    g_test_add_func("/state/letter", test_letter);
    g_test_add_func("/state/accounts", test_accounts);
    g_test_add_func("/state/http", test_http);
    g_test_add_func("/state/idle", test_idle);
    g_test_add_func("/state/refused", test_refused);
    g_test_add_func("/state/full", test_full);
    g_test_add_func("/state/noise", test_noise);
    g_test_add_func("/state/on-the-wire", test_on_the_wire);
    return g_test_run();
}
