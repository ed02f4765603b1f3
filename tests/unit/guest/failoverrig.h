/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failoverrig.h - two units of guest/failover in one program, on a cable and
 * segments that lose what they are told to lose, in virtual time.
 */
#ifndef TESTS_UNIT_FAILOVERRIG_H
#define TESTS_UNIT_FAILOVERRIG_H

#include <glib.h>

#include "guest/failover/failover.h"

enum { RIG_SEGMENTS = 2, RIG_STEP_MS = 10, RIG_EVENTS = 40,
       RIG_SEEN = 8,
       /* Both polls of a silence, the tests and what it takes to hear of it. */
       RIG_POLLS_MS = 7000, RIG_TESTS_MS = 60000,
       RIG_BOUND_MS = RIG_POLLS_MS + RIG_TESTS_MS + 1000 };

struct rig_thing {
    uint8_t record[WIRE_RECORD], mark;
    size_t n;
};

struct rig_unit {
    struct failover f;
    struct failover_ops ops;
    struct failover_self self;
    struct failover_settings set;
    bool on;
    bool mute; /* has power, and nothing runs */
    bool plug[RIG_SEGMENTS]; /* into its segment */
    bool cable_plug;
    GString *config, *saved;
    GString *reading; /* lent to f by config() */
    uint32_t received[RIG_SEGMENTS];
    unsigned events[RIG_EVENTS], last_value[RIG_EVENTS];
    unsigned seen[RIG_SEEN][2]; /* messages: on interfaces, on the cable */
    unsigned restarts, pings, arps, stations;
    bool slow;            /* applies only when told to */
    bool refuses;         /* lines, and records */
    bool forgets;         /* all but one line of a configuration */
    enum failover_work work;
    GString *pending;     /* to apply */
    char text[1 << 20];
    GHashTable *things; /* that are copied: key to struct rig_thing */
    unsigned walked, taken, sweeps;
};

struct rig {
    struct rig_unit unit[2]; /* the primary, the secondary */
    uint64_t now;
    unsigned loss_percent;   /* of messages, cable and segments */
    bool segment[RIG_SEGMENTS];
    bool busy_segment;       /* others talk there, too */
    unsigned full;           /* frames that cannot leave, from now on */
    bool dumb_cable;         /* looks good, and carries nothing */
    GQueue wire;             /* of struct rig_message */
    uint64_t cable_us[2];    /* when what each said has left */
    GRand *random;
    GString *capture;        /* if set: what passed, a line of hex each */
    uint64_t two_since, none_since; /* 0: not so */
    uint64_t longest_two, longest_none;
};

struct rig *rig_new(guint32 seed);
/* Both have power and are a pair, the first one active. */
struct rig *rig_both_on(guint32 seed);
void rig_free(struct rig *);

void rig_power(struct rig *, unsigned which, bool on);
void rig_run(struct rig *, uint64_t ms);
/* Runs until it is so; false: it was not in time. */
bool rig_until(struct rig *, bool (*so)(struct rig *), uint64_t ms);

/* A line typed at a unit. */
void rig_type(struct rig *, unsigned which, const char *line);
void rig_apply(struct rig *, unsigned which);

/* A connection is there, or no more; number: any. */
void rig_open(struct rig *, unsigned which, uint32_t number);
void rig_close(struct rig *, unsigned which, uint32_t number);
bool rig_same_things(struct rig *);

/* One active, the other standby, configurations the same. */
bool rig_settled(struct rig *);
bool rig_active(struct rig *, unsigned which);
bool rig_first_active(struct rig *);
bool rig_second_active(struct rig *);

/* From outside, onto a segment. */
void rig_inject(struct rig *, unsigned segment, unsigned to,
                const uint8_t *p, size_t n);

#endif
