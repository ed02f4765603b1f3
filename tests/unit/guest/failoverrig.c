/* SPDX-License-Identifier: GPL-2.0-or-later */
/* failoverrig.c - see failoverrig.h. */
#include "tests/unit/guest/failoverrig.h"

#include <string.h>

/* 115,200 bit/s, ten bits a byte. */
enum { DELAY_MS = 1, BYTE_US = 87 };

struct rig_message {
    uint64_t at;
    unsigned to, channel;
    size_t n;
    uint8_t bytes[];
};

/* ops->far: which unit of which rig. */
struct place {
    struct rig *rig;
    unsigned which;
};

static struct rig_unit *here(void *far)
{
    struct place *p = far;

    return &p->rig->unit[p->which];
}

static void capture(struct rig *rig, unsigned from, unsigned channel,
                    const uint8_t *p, size_t n)
{
    if (!rig->capture)
        return;
    g_string_append_printf(rig->capture, "%u %u ", from, channel);
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(rig->capture, "%02x", p[i]);
    g_string_append_c(rig->capture, '\n');
}

static void post(struct rig *rig, unsigned from, unsigned channel,
                 const uint8_t *p, size_t n)
{
    struct rig_message *m = g_malloc(sizeof *m + n);

    if (channel == FAILOVER_CABLE && rig->dumb_cable) {
        g_free(m);
        return;
    }
    capture(rig, from, channel, p, n);
    *m = (struct rig_message){.to = !from, .channel = channel, .n = n};
    m->at = rig->now + DELAY_MS;
    if (channel == FAILOVER_CABLE) {
        rig->cable_us[from] = MAX(rig->cable_us[from], rig->now * 1000) +
                              n * BYTE_US;
        m->at = rig->cable_us[from] / 1000 + 1;
    }
    memcpy(m->bytes, p, n);
    g_queue_push_tail(&rig->wire, m);
}

static bool lost(struct rig *rig)
{
    return (unsigned)g_rand_int_range(rig->random, 0, 100) <
           rig->loss_percent;
}

/* --- what a unit asks for ---------------------------------------------- */

static uint32_t op_random(void *far)
{
    return g_rand_int(((struct place *)far)->rig->random);
}

static void op_cable(void *far, const uint8_t *p, size_t n)
{
    struct place *at = far;

    post(at->rig, at->which, FAILOVER_CABLE, p, n);
}

static bool op_frame(void *far, unsigned interface, const uint8_t *p,
                     size_t n)
{
    struct place *at = far;

    g_assert_cmpuint(n, <=, FAILOVER_MESSAGE_MAX);
    if (at->rig->full) {
        at->rig->full--;
        return false;
    }
    post(at->rig, at->which, interface, p, n);
    return true;
}

static void op_digest(void *far, uint8_t to[WIRE_DIGEST])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
    gsize n = WIRE_DIGEST;
    GString *text = here(far)->config;

    g_checksum_update(sum, (const guchar *)text->str, (gssize)text->len);
    g_checksum_get_digest(sum, to, &n);
}

static const char *op_config(void *far, uint32_t *n)
{
    struct rig_unit *u = here(far);

    g_assert_null(u->reading);
    u->reading = g_string_new_len(u->config->str, (gssize)u->config->len);
    *n = (uint32_t)u->reading->len;
    return u->reading->str;
}

static void op_config_done(void *far)
{
    struct rig_unit *u = here(far);

    g_assert_nonnull(u->reading);
    g_string_free(u->reading, TRUE);
    u->reading = NULL;
}

static void op_apply(void *far, enum failover_work what, const char *text,
                     uint32_t n)
{
    struct place *at = far;
    struct rig_unit *u = here(far);

    g_string_truncate(u->pending, 0);
    g_string_append_len(u->pending, text, n);
    u->work = what;
    if (!u->slow)
        rig_apply(at->rig, at->which);
}

static uint32_t op_received(void *far, unsigned interface)
{
    return here(far)->received[interface];
}

static bool op_arp(void *far, unsigned interface, unsigned nth)
{
    struct rig_unit *u = here(far);

    (void)interface;
    u->arps++;
    return nth < u->stations;
}

static void op_ping(void *far, unsigned interface)
{
    (void)interface;
    here(far)->pings++;
}

static void op_turned(void *far, enum failover_state state)
{
    (void)far, (void)state;
}

static void op_event(void *far, enum failover_event event, unsigned value)
{
    here(far)->events[event]++;
    here(far)->last_value[event] = value;
}

static void op_seen(void *far, enum failover_seen what, unsigned channel,
                    const uint8_t *message, size_t n)
{
    (void)message, (void)n;
    here(far)->seen[what][channel == FAILOVER_CABLE]++;
}

static void op_restart(void *far)
{
    here(far)->restarts++;
}

/* --- things that are copied --------------------------------------------- */

/* Port 1024 of as many hosts as there are numbers; what tells records apart is
 * the host's address. */
enum { OF_TCP = 22, OF_NO_TCP = 8, ADDRESS = 4 };

static GBytes *key_of(const uint8_t *record)
{
    return g_bytes_new(record + (record[0] == WIRE_TCP ? OF_TCP : OF_NO_TCP),
                       ADDRESS);
}

static void op_state(struct rig_unit *u, const uint8_t *record, size_t n,
                     uint8_t mark)
{
    struct rig_thing *t = g_new0(struct rig_thing, 1);

    memcpy(t->record, record, n);
    t->n = n;
    t->mark = mark;
    g_hash_table_replace(u->things, key_of(record), t);
}

static size_t op_record(void *far, bool first, uint8_t to[WIRE_RECORD])
{
    struct rig_unit *u = here(far);
    struct rig_thing *t;
    GList *all, *it;

    if (first)
        u->walked = 0;
    all = g_hash_table_get_values(u->things);
    it = g_list_nth(all, u->walked++);
    t = it ? it->data : NULL;
    g_list_free(all);
    if (!t)
        return 0;
    memcpy(to, t->record, t->n);
    return t->n;
}

static bool op_take(void *far, const uint8_t *record, size_t n, uint8_t mark)
{
    struct rig_unit *u = here(far);

    g_assert_cmpuint(mark, !=, 0);
    g_assert_cmpuint(n, ==, record[1]);
    u->taken++;
    if (u->refuses)
        return false;
    if (record[0] == WIRE_TCP) {
        op_state(u, record, n, mark);
    } else {
        g_autoptr(GBytes) key = key_of(record);

        g_hash_table_remove(u->things, key);
    }
    return true;
}

static gboolean is_stale(gpointer key, gpointer value, gpointer mark)
{
    (void)key;
    return ((struct rig_thing *)value)->mark != GPOINTER_TO_UINT(mark);
}

static void op_sweep(void *far, uint8_t mark)
{
    struct rig_unit *u = here(far);

    u->sweeps++;
    g_hash_table_foreach_remove(u->things, is_stale, GUINT_TO_POINTER(mark));
}

static void tell(struct rig *rig, unsigned which, const uint8_t *record)
{
    failover_state(&rig->unit[which].f, record, record[1]);
}

void rig_open(struct rig *rig, unsigned which, uint32_t number)
{
    uint8_t record[WIRE_RECORD] = {
        WIRE_TCP, WIRE_RECORD,
        [16] = 1, [18] = 4, [20] = 4, [22] = 10, [26] = 10,
        [52] = 0, 23, 0, 23, 8, 8, 8, 8, 8, 8, 8, 8};

    for (unsigned i = 1; i < ADDRESS; i++)
        record[OF_TCP + i] = record[26 + i] =
            (uint8_t)(number >> (8 * (ADDRESS - 1 - i)));
    op_state(&rig->unit[which], record, sizeof record, 0);
    tell(rig, which, record);
}

void rig_close(struct rig *rig, unsigned which, uint32_t number)
{
    uint8_t record[16] = {WIRE_NO_TCP, sizeof record, 1, 0, 4, 0, 0, 23, 10,
                          [12] = 8, 8, 8, 8};
    g_autoptr(GBytes) key = NULL;

    for (unsigned i = 1; i < ADDRESS; i++)
        record[OF_NO_TCP + i] = (uint8_t)(number >> (8 * (ADDRESS - 1 - i)));
    key = key_of(record);
    g_hash_table_remove(rig->unit[which].things, key);
    tell(rig, which, record);
}

bool rig_same_things(struct rig *rig)
{
    GHashTable *a = rig->unit[0].things, *b = rig->unit[1].things;
    GHashTableIter i;
    gpointer key;

    if (g_hash_table_size(a) != g_hash_table_size(b))
        return false;
    g_hash_table_iter_init(&i, a);
    while (g_hash_table_iter_next(&i, &key, NULL)) {
        if (!g_hash_table_contains(b, key))
            return false;
    }
    return true;
}

/* --- the rig ----------------------------------------------------------- */

static void build(struct rig *rig, unsigned which)
{
    struct rig_unit *u = &rig->unit[which];
    struct place *place = g_new(struct place, 1);

    *place = (struct place){rig, which};
    u->ops = (struct failover_ops){
        place, op_random, op_cable, op_frame, op_digest, op_config,
        op_config_done, op_apply, op_received, op_arp, op_ping, op_turned,
        op_event, op_seen, op_restart, op_record, op_take, op_sweep};
    u->self = (struct failover_self){
        .licence = FAILOVER_UR, .model = 525, .memory_mib = 128,
        .flash_kib = 16384, .release = 0x060201, .interfaces = RIG_SEGMENTS,
        .text = u->text, .text_room = sizeof u->text};
    for (unsigned i = 0; i < RIG_SEGMENTS; i++) {
        memcpy(u->self.mac[i], "\x00\x90\x27\x00\x00", 5);
        u->self.mac[i][5] = (uint8_t)(which * 16 + i);
        u->plug[i] = true;
    }
    u->set = (struct failover_settings){
        .enabled = true, .secondary = which, .poll_ms = 3000,
        .link = FAILOVER_NO_LINK};
    u->cable_plug = true;
    u->config = g_string_new("");
    u->saved = g_string_new("hostname pix\n");
    u->pending = g_string_new("");
    u->things = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
                                      (GDestroyNotify)g_bytes_unref, g_free);
}

struct rig *rig_new(guint32 seed)
{
    struct rig *rig = g_new0(struct rig, 1);

    rig->now = 1000;
    rig->random = g_rand_new_with_seed(seed);
    g_queue_init(&rig->wire);
    for (unsigned i = 0; i < RIG_SEGMENTS; i++)
        rig->segment[i] = true;
    build(rig, 0);
    build(rig, 1);
    return rig;
}

void rig_free(struct rig *rig)
{
    for (unsigned i = 0; i < 2; i++) {
        struct rig_unit *u = &rig->unit[i];

        if (u->reading)
            g_string_free(u->reading, TRUE);
        g_string_free(u->config, TRUE);
        g_string_free(u->saved, TRUE);
        g_string_free(u->pending, TRUE);
        g_hash_table_unref(u->things);
        g_free(u->ops.far);
    }
    g_queue_clear_full(&rig->wire, g_free);
    g_rand_free(rig->random);
    if (rig->capture)
        g_string_free(rig->capture, TRUE);
    g_free(rig);
}

static enum failover_cable cable_at(struct rig *rig, unsigned which)
{
    if (!rig->unit[which].cable_plug)
        return FAILOVER_CABLE_OUT_HERE;
    if (!rig->unit[!which].cable_plug)
        return FAILOVER_CABLE_OUT_THERE;
    return rig->unit[!which].on ? FAILOVER_CABLE_NORMAL
                                : FAILOVER_CABLE_MATE_OFF;
}

void rig_power(struct rig *rig, unsigned which, bool on)
{
    struct rig_unit *u = &rig->unit[which];

    u->on = on;
    if (u->reading)
        op_config_done(u->ops.far);
    if (!on)
        return;
    g_string_assign(u->config, u->saved->str);
    memset(u->received, 0, sizeof u->received);
    g_hash_table_remove_all(u->things);
    failover_begin(&u->f, &u->ops, &u->self, rig->now);
    for (unsigned i = 0; i < RIG_SEGMENTS; i++)
        failover_interface(&u->f, i, true, u->plug[i], rig->now);
    failover_cable_state(&u->f, cable_at(rig, which), rig->now);
    failover_configure(&u->f, &u->set, rig->now);
}

static void deliver(struct rig *rig, const struct rig_message *m)
{
    struct rig_unit *u = &rig->unit[m->to], *from = &rig->unit[!m->to];

    if (!u->on || u->mute || lost(rig))
        return;
    if (m->channel == FAILOVER_CABLE) {
        if (cable_at(rig, m->to) != FAILOVER_CABLE_NORMAL)
            return;
        for (size_t i = 0; i < m->n; i++)
            failover_cable_byte(&u->f, m->bytes[i], rig->now);
    } else if (rig->segment[m->channel] && u->plug[m->channel] &&
               from->plug[m->channel]) {
        u->received[m->channel]++;
        failover_frame(&u->f, m->channel, m->bytes, m->n, rig->now);
    }
}

void rig_inject(struct rig *rig, unsigned segment, unsigned to,
                const uint8_t *p, size_t n)
{
    failover_frame(&rig->unit[to].f, segment, p, n, rig->now);
}

static void deliver_due(struct rig *rig)
{
    guint n = g_queue_get_length(&rig->wire);

    while (n--) {
        struct rig_message *m = g_queue_pop_head(&rig->wire);

        if (m->at > rig->now) {
            g_queue_push_tail(&rig->wire, m);
            continue;
        }
        deliver(rig, m);
        g_free(m);
    }
}

static void measure(struct rig *rig)
{
    unsigned n = rig_active(rig, 0) + rig_active(rig, 1);
    bool cable = rig->unit[0].cable_plug && rig->unit[1].cable_plug;
    bool any = rig->unit[0].on || rig->unit[1].on;

    if (n < 2 || !cable)
        rig->two_since = 0;
    else if (!rig->two_since)
        rig->two_since = rig->now;
    if (n || !any)
        rig->none_since = 0;
    else if (!rig->none_since)
        rig->none_since = rig->now;
    if (rig->two_since)
        rig->longest_two = MAX(rig->longest_two, rig->now - rig->two_since);
    if (rig->none_since)
        rig->longest_none = MAX(rig->longest_none,
                                rig->now - rig->none_since);
}

static void step(struct rig *rig)
{
    rig->now += RIG_STEP_MS;
    for (unsigned w = 0; w < 2; w++) {
        struct rig_unit *u = &rig->unit[w];

        if (!u->on || u->mute)
            continue;
        if (cable_at(rig, w) != u->f.cable)
            failover_cable_state(&u->f, cable_at(rig, w), rig->now);
        for (unsigned i = 0; i < RIG_SEGMENTS; i++) {
            failover_interface(&u->f, i, true, u->plug[i], rig->now);
            if (rig->busy_segment && rig->segment[i] && u->plug[i])
                u->received[i]++;
        }
    }
    deliver_due(rig);
    for (unsigned w = 0; w < 2; w++) {
        if (rig->unit[w].on && !rig->unit[w].mute)
            failover_tick(&rig->unit[w].f, rig->now);
    }
    measure(rig);
}

void rig_run(struct rig *rig, uint64_t ms)
{
    for (uint64_t end = rig->now + ms; rig->now < end;)
        step(rig);
}

bool rig_until(struct rig *rig, bool (*so)(struct rig *), uint64_t ms)
{
    for (uint64_t end = rig->now + ms; rig->now < end;) {
        step(rig);
        if (so(rig))
            return true;
    }
    return false;
}

/* --- configurations ---------------------------------------------------- */

/* What is a line of the configuration, and may be a setting. */
static void execute(struct rig *rig, unsigned which, const char *line)
{
    static const char lan_key[] = "failover lan key ";
    struct rig_unit *u = &rig->unit[which];

    g_string_append_printf(u->config, "%s\n", line);
    if (g_str_has_prefix(line, lan_key)) {
        g_strlcpy(u->set.key, line + strlen(lan_key), sizeof u->set.key);
        failover_configure(&u->f, &u->set, rig->now);
    }
}

void rig_type(struct rig *rig, unsigned which, const char *line)
{
    struct rig_unit *u = &rig->unit[which];

    execute(rig, which, line);
    failover_line(&u->f, line, rig->now);
}

void rig_apply(struct rig *rig, unsigned which)
{
    struct rig_unit *u = &rig->unit[which];
    bool line = u->work == FAILOVER_WORK_LINE, done = !line || !u->refuses;

    if (!line && u->forgets)
        g_string_assign(u->config, "hostname pix\n");
    else if (!line)
        g_string_assign(u->config, u->pending->str);
    else if (done)
        execute(rig, which, u->pending->str);
    failover_applied(&u->f, done, rig->now);
}

bool rig_active(struct rig *rig, unsigned which)
{
    return rig->unit[which].on && !rig->unit[which].mute &&
           failover_is_active(&rig->unit[which].f);
}

bool rig_first_active(struct rig *rig)
{
    return rig_active(rig, 0);
}

bool rig_second_active(struct rig *rig)
{
    return rig_active(rig, 1);
}

bool rig_settled(struct rig *rig)
{
    unsigned active = rig_active(rig, 1);
    struct failover *other = &rig->unit[!active].f;

    return rig_active(rig, active) && rig->unit[!active].on &&
           other->state == FAILOVER_STANDBY && other->in.done_epoch &&
           !strcmp(rig->unit[0].config->str, rig->unit[1].config->str);
}

struct rig *rig_both_on(guint32 seed)
{
    struct rig *rig = rig_new(seed);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    g_assert_true(rig_active(rig, 0));
    rig_run(rig, 100); /* and the first one has heard of it */
    return rig;
}
