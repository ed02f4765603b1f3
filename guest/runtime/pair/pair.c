/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pair.c - see pair.h: settings, frames, addresses. */
#include "guest/runtime/pair/pair.h"

#include <stddef.h>

#include "guest/i386/cpu.h"
#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/net/probe.h"
#include "guest/net/stack.h"
#include "guest/net/stations.h"
#include "guest/runtime/pair/pair_int.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

enum { HEADER = 14, STACK_BYTES = 16384, IDLE_MS = 1000 };

static struct failover pair;
static struct failover_self self;
static bool ready;    /* memory was there for it */
static bool started;  /* the configuration was read */
static bool announce; /* addresses are others than they were */
static uint32_t last_s;
static uint32_t ip_now[INTERFACES_MAX];
static struct {
    bool known;
    uint8_t mac[6];
} mates[INTERFACES_MAX]; /* in its EEPROMs */
static void (*on_address)(unsigned interface);
static struct event event;
static struct thread thread;
static uint8_t stack[STACK_BYTES] __attribute__((aligned(16)));

static const struct config_failover *settings(void)
{
    return &unit.config.state.failover;
}

uint64_t pair_now(void)
{
    return clock_coarse() * 1000 / PIT_HZ + 1;
}

struct failover *pair_failover(void)
{
    return &pair;
}

struct pair_figures pair_figures(void)
{
    return (struct pair_figures){.last_s = last_s, .on = pair.set.enabled,
                                 .met = mates[0].known};
}

bool pair_is_active(void)
{
    return failover_is_active(&pair);
}

/* The configuration goes to the mate. */
static bool holds_console(void)
{
    return pair.set.enabled && pair.out.phase == FAILOVER_OUT_COPY;
}

void pair_kick(void)
{
    interfaces_kick();
}

/* --- addresses --------------------------------------------------------- */

/* The interface that the units talk by belongs to each for itself. */
static bool is_lan(unsigned i)
{
    return pair.set.enabled && pair.set.lan && i == pair.set.lan_interface;
}

static uint32_t ip_of(unsigned i, bool standby)
{
    return standby ? settings()->ip[i] : unit.config.state.interface[i].ip;
}

uint32_t pair_ip(unsigned i)
{
    if (!started)
        return 0;
    return ip_of(i, is_lan(i) ? pair.set.secondary : !pair_is_active());
}

uint32_t pair_mate_ip(unsigned i)
{
    return ip_of(i, is_lan(i) ? !pair.set.secondary : pair_is_active());
}

uint32_t pair_active_ip(unsigned i)
{
    return !started || is_lan(i) ? pair_ip(i) : ip_of(i, false);
}

/* The active unit has the primary's, the standby unit the secondary's. */
static const uint8_t *mac_of(unsigned i)
{
    bool active = pair_is_active();

    if (is_lan(i) || !pair.set.enabled)
        return interface_at(i)->mac;
    if (settings()->mac[i].set)
        return active ? settings()->mac[i].active
                      : settings()->mac[i].standby;
    if (active == pair.set.secondary && mates[i].known)
        return mates[i].mac;
    return interface_at(i)->mac;
}

static void learn_mates(void)
{
    const struct wire_hello *h = &pair.mate.hello;

    if (!pair.mate.session || h->interfaces != self.interfaces ||
        pair.mate.secondary == pair.set.secondary)
        return;
    for (unsigned i = 0; i < h->interfaces; i++) {
        mates[i].known = true;
        memcpy(mates[i].mac, h->interface[i].mac, 6);
    }
}

/* Makes every interface what the unit is now; what cannot be done yet is
 * tried again by the next tick. */
static void set_addresses(void)
{
    learn_mates();
    for (unsigned i = 0; i < interfaces_count(); i++) {
        struct interface *in = interface_at(i);
        const uint8_t *mac = mac_of(i);
        bool changed = announce;

        if (memcmp(mac, in->nic.mac, 6) != 0) {
            if (!interface_set_mac(i, mac))
                continue;
            stack_set_mac(i, mac);
            changed = true;
        }
        if (ip_now[i] != pair_ip(i)) {
            ip_now[i] = pair_ip(i);
            on_address(i);
            changed = true;
        }
        if (changed)
            probe_announce(i);
    }
    announce = false;
    flashcard_light_act(pair_is_active());
}

/* --- what guest/failover asks for --------------------------------------- */

static uint32_t op_random(void *far)
{
    (void)far;
    return stack_random();
}

static bool op_frame(void *far, unsigned i, const uint8_t *p, size_t n)
{
    uint8_t frame[HEADER + FAILOVER_MESSAGE_MAX];
    struct interface *in = interface_at(i);

    (void)far;
    memset(frame, 0xff, 6);
    memcpy(frame + 6, in->nic.mac, 6);
    put_be16(frame + 12, WIRE_ETHERTYPE);
    memcpy(frame + HEADER, p, n);
    return interface_send(in, frame, HEADER + n);
}

static uint32_t op_received(void *far, unsigned i)
{
    (void)far;
    return interface_at(i)->nic.rx_frames;
}

static bool op_arp(void *far, unsigned interface, unsigned nth)
{
    struct station s;

    (void)far;
    if (!stations_recent(interface, nth, &s))
        return false;
    probe_ask(interface, s.ip);
    return true;
}

static void op_ping(void *far, unsigned interface)
{
    (void)far;
    probe_everybody(interface);
}

static void op_turned(void *far, enum failover_state state)
{
    static enum failover_state before = FAILOVER_ACTIVE;

    (void)far;
    if (before != FAILOVER_NEGOTIATING && state != FAILOVER_NEGOTIATING &&
        (before == FAILOVER_ACTIVE) != (state == FAILOVER_ACTIVE))
        last_s = wallclock_now(NULL);
    before = state;
    announce = true;
    pair_state_look();
    if (started)
        set_addresses();
}

static const struct failover_ops ops = {
    .random = op_random,
    .cable = pair_cable_send,
    .frame = op_frame,
    .digest = pair_copy_digest,
    .config = pair_copy_text,
    .config_done = pair_copy_text_done,
    .apply = pair_copy_apply,
    .received = op_received,
    .arp = op_arp,
    .ping = op_ping,
    .turned = op_turned,
    .event = pair_events_add,
    .seen = pair_debug_seen,
    .restart = pair_events_restart,
    .record = pair_state_record,
    .take = pair_state_take,
    .sweep = pair_state_sweep,
};

/* --- settings ---------------------------------------------------------- */

static enum failover_licence licence(void)
{
    static const enum failover_licence types[] = {
        [LICENCE_RESTRICTED] = FAILOVER_R,
        [LICENCE_UNRESTRICTED] = FAILOVER_UR,
        [LICENCE_FAILOVER_ONLY] = FAILOVER_FO,
    };

    return unit.licence.failover ? types[unit.licence.type] : FAILOVER_R;
}

static void look_at_interfaces(void)
{
    for (unsigned i = 0; i < interfaces_count(); i++) {
        const struct interface *in = interface_at(i);
        bool used = in->on && (in->config->ip || is_lan(i));

        failover_interface(&pair, i, used, in->link.up, pair_now());
    }
}

/* The mate is told while it hears: switched off, or on another channel, it
 * would take this for a failure. */
static void tell_before(const struct failover_settings *new)
{
    const struct failover_settings *old = &pair.set;
    char line[CONFIG_NAME_MAX + 32];

    if (!old->enabled || !pair_is_active())
        return;
    if (new->lan)
        format(line, sizeof line, "failover lan interface %s",
               unit.config.state.interface[new->lan_interface].name);
    if (!new->enabled)
        failover_line(&pair, "no failover", pair_now());
    else if (new->lan != old->lan)
        failover_line(&pair, new->lan ? "failover lan enable"
                                      : "no failover lan enable", pair_now());
    else if (new->lan && new->lan_interface != old->lan_interface)
        failover_line(&pair, line, pair_now());
}

static void use_settings(void)
{
    const struct config_failover *s = settings();
    bool lan = s->lan && s->lan_interface != CONFIG_FAILOVER_NONE;
    struct failover_settings set = {
        .enabled = s->on && ready,
        .secondary = lan ? s->lan_unit == CONFIG_UNIT_SECONDARY
                         : pair_cable_is_secondary(),
        .lan = lan,
        .lan_interface = s->lan_interface,
        .link = s->link == CONFIG_FAILOVER_NONE ? FAILOVER_NO_LINK : s->link,
        .poll_ms = s->poll_s * 1000,
    };

    memcpy(set.key, s->lan_key, sizeof set.key);
    tell_before(&set);
    failover_configure(&pair, &set, pair_now());
    look_at_interfaces();
    set_addresses();
    pair_kick();
}

void pair_changed(enum config_part part)
{
    if (started && part == CONFIG_PART_FAILOVER)
        use_settings();
}

static void run(void *far)
{
    (void)far;
    for (;;) {
        uint32_t flags;

        pair_copy_work();
        pair_events_print();
        flags = cpu_save();
        thread_wait(&event, clock_coarse() + CLOCK_SECONDS(1));
        cpu_restore(flags);
    }
}

void pair_wake(void)
{
    thread_signal(&event);
}

bool pair_has_chassis(void)
{
    return !unit.platform || unit.platform->interfaces_ur > 2;
}

void pair_setup(void (*readdressed)(unsigned interface))
{
    on_address = readdressed;
    console_on_read(holds_console);
    self = (struct failover_self){
        .licence = licence(),
        .encryption = (unit.licence.des || unit.licence.triple_des
                           ? WIRE_DES : 0) |
                      (unit.licence.triple_des ? WIRE_3DES : 0),
        .model = (uint32_t)unit.boot.strap,
        .memory_mib = (uint32_t)(unit.boot.ram_bytes >> 20),
        .flash_kib = unit.has_card ? unit.card.flash.bytes >> 10 : 0,
        .release = unit.release,
        .interfaces = interfaces_count(),
    };
    for (unsigned i = 0; i < interfaces_count(); i++)
        memcpy(self.mac[i], interface_at(i)->mac, 6);
    ready = self.licence != FAILOVER_R && pair_has_chassis() &&
            pair_copy_setup(&self);
    failover_begin(&pair, &ops, &self, pair_now());
    if (ready)
        thread_start(&thread, "pix/fover", run, NULL, stack, sizeof stack);
}

void pair_start(void)
{
    started = true;
    pair_cable_open();
    failover_cable_state(&pair, pair_cable_state(), pair_now());
    use_settings();
    pair_copy_note();
}

/* --- frames and time --------------------------------------------------- */

bool pair_input(unsigned interface, struct block *b)
{
    if (b->length < HEADER || get_be16(b->data + 12) != WIRE_ETHERTYPE)
        return false;
    failover_frame(&pair, interface, b->data + HEADER, b->length - HEADER,
                   pair_now());
    block_give(b);
    return true;
}

/* What the cable brought, and how it is. */
static void look_at_cable(void)
{
    enum failover_cable state = pair_cable_state();
    int c;

    /* Another end was plugged in. */
    if (!pair.set.lan && pair_cable_is_secondary() != pair.set.secondary &&
        state != FAILOVER_CABLE_OUT_HERE && state != FAILOVER_CABLE_UNKNOWN)
        use_settings();
    if (state != pair.cable)
        failover_cable_state(&pair, state, pair_now());
    while ((c = pair_cable_byte()) >= 0)
        failover_cable_byte(&pair, (uint8_t)c, pair_now());
}

uint32_t pair_tick(void)
{
    uint32_t next;

    if (!started)
        return IDLE_MS;
    look_at_cable();
    if (!pair.set.enabled) {
        failover_tick(&pair, pair_now());
        return IDLE_MS;
    }
    look_at_interfaces();
    next = failover_tick(&pair, pair_now());
    pair_state_look();
    set_addresses();
    return next;
}

void pair_leave(void)
{
    if (failover_give(&pair, pair_now()))
        clock_rest(100000);
}
