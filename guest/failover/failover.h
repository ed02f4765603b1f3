/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * failover.h - one of two units that back each other up: who is active, what
 * the mate is, tests of interfaces, the configuration's copy.
 *
 * docs/failover.md is the protocol.  Nothing here waits, prints or knows a
 * chip: the owner tells what happened and carries out what the functions of
 * struct failover_ops ask for.  Those must not call back into this module,
 * except where it is said.
 *
 * Times are milliseconds of any clock that never goes back.  Interfaces are
 * counted as the unit counts them.
 */
#ifndef GUEST_FAILOVER_FAILOVER_H
#define GUEST_FAILOVER_FAILOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/failover/cableframe.h"
#include "guest/failover/pack.h"
#include "guest/failover/wire.h"

enum {
    FAILOVER_INTERFACES = WIRE_INTERFACES,
    FAILOVER_CHANNELS = FAILOVER_INTERFACES + 1,
    FAILOVER_CABLE = FAILOVER_INTERFACES, /* the cable among channels */
    FAILOVER_KEY_MAX = 63,
    FAILOVER_KEYS = 4, /* typed one behind the other */
    FAILOVER_MESSAGE_MAX = WIRE_MAX + 16, /* on an interface */
    FAILOVER_TURNS = 4,
    FAILOVER_LINES = 16, /* typed and not yet confirmed */
    FAILOVER_WINDOW = 4, /* DATA messages, likewise */
    FAILOVER_QUEUE = 256, /* records that wait to be sent */
    FAILOVER_NO_LINK = 255,
    FAILOVER_POLL_MIN_S = 3,
    FAILOVER_POLL_MAX_S = 15,
};

#define FAILOVER_NO_LINE UINT32_MAX

enum failover_state {
    FAILOVER_NEGOTIATING,
    FAILOVER_ACTIVE,
    FAILOVER_STANDBY,
    FAILOVER_FAILED,
};

enum failover_why {
    FAILOVER_FITS,
    FAILOVER_WHY_INTERFACE,
    FAILOVER_WHY_MODEL,
    FAILOVER_WHY_MEMORY,
    FAILOVER_WHY_FLASH,
    FAILOVER_WHY_RELEASE,
    FAILOVER_WHY_LICENCE,
    FAILOVER_WHY_UNIT,
    FAILOVER_WHY_INTERFACES,
};

enum failover_licence { FAILOVER_R, FAILOVER_UR, FAILOVER_FO };

/* What can be told about the cable. */
enum failover_cable {
    FAILOVER_CABLE_NORMAL,
    FAILOVER_CABLE_MATE_OFF,   /* the mate has no power */
    FAILOVER_CABLE_OUT_HERE,   /* not connected */
    FAILOVER_CABLE_OUT_THERE,
    FAILOVER_CABLE_BAD,        /* both ends are the same */
    FAILOVER_CABLE_UNKNOWN,
};

enum failover_interface_state {
    FAILOVER_IF_UNKNOWN,
    FAILOVER_IF_WAITING,
    FAILOVER_IF_NORMAL,
    FAILOVER_IF_TESTING,
    FAILOVER_IF_FAILED,
    FAILOVER_IF_LINK_DOWN,
    FAILOVER_IF_SHUT,
};

/* Why a unit became active or standby. */
enum failover_cause {
    FAILOVER_CAUSE_ALONE,     /* nobody was there */
    FAILOVER_CAUSE_ELECTED,
    FAILOVER_CAUSE_POWER,     /* the mate lost it */
    FAILOVER_CAUSE_SILENCE,
    FAILOVER_CAUSE_INTERFACE,
    FAILOVER_CAUSE_COMMAND,   /* here or on the mate */
    FAILOVER_CAUSE_MATE,      /* the mate claims it, or began anew */
};

/* For the console, the log and counters; `value` is named behind each. */
enum failover_event {
    FAILOVER_EV_ENABLED,
    FAILOVER_EV_DISABLED,
    FAILOVER_EV_ACTIVE,        /* enum failover_cause */
    FAILOVER_EV_STANDBY,       /* enum failover_cause */
    FAILOVER_EV_FAILED,        /* enum failover_why */
    FAILOVER_EV_OK,            /* no longer failed */
    FAILOVER_EV_CABLE,         /* enum failover_cable */
    FAILOVER_EV_MATE_POWER,
    FAILOVER_EV_MATE_SILENT,   /* reason code */
    FAILOVER_EV_MATE_FAILED,   /* enum failover_why */
    FAILOVER_EV_WAITING,       /* interface, as in all of these */
    FAILOVER_EV_NORMAL,
    FAILOVER_EV_LOST,
    FAILOVER_EV_LINK_UP,
    FAILOVER_EV_LINK_DOWN,
    FAILOVER_EV_TESTING,
    FAILOVER_EV_PASSED,
    FAILOVER_EV_TEST_FAILED,
    FAILOVER_EV_MATE_IF_OK,
    FAILOVER_EV_MATE_IF_FAILED,
    FAILOVER_EV_SENDING,       /* the configuration */
    FAILOVER_EV_SENT,
    FAILOVER_EV_RECEIVING,
    FAILOVER_EV_RECEIVED,
    FAILOVER_EV_BROKEN_OFF,    /* a copy, or a line without answer */
    FAILOVER_EV_UNEQUAL,       /* however often it is copied */
    FAILOVER_EV_LINE_FAILED,   /* on the mate; out.line[out.oldest] */
    FAILOVER_EV_STATE_MISSED,  /* how many messages */
    FAILOVER_EV_STATE_STRANGE, /* a record's kind; one a second is told */
    FAILOVER_EV_LINE_REFUSED,  /* here, of the mate: in.line */
    FAILOVER_EV_MATE_SAYS_FAILED, /* it took over: this unit is worse */
    FAILOVER_EV_COMMANDS_LOST, /* the mate is heard, but not by the cable */
    FAILOVER_EV_MATE_LAN_UP,   /* its interface of `failover lan` */
    FAILOVER_EV_MATE_LAN_DOWN,
    FAILOVER_EV_LAN_DROPPED,   /* what came by ours; one a second is told */
    FAILOVER_EV_FLIPPING,      /* roles change again and again */
};

/* What became of a message, for those who watch (debug fover). */
enum failover_seen {
    FAILOVER_SENT,
    FAILOVER_AGAIN, /* sent before, and not answered */
    FAILOVER_TAKEN,
    FAILOVER_BROKEN, /* the four are dropped; see struct failover_counters */
    FAILOVER_FORGED,
    FAILOVER_STALE,
    FAILOVER_STRANGE,
};

/* What the owner is to carry out, perhaps later; failover_applied() says
 * that it is done. */
enum failover_work { FAILOVER_WORK_CONFIG, FAILOVER_WORK_LINE };

struct failover_ops {
    void *far;
    uint32_t (*random)(void *far);
    /* Bytes to the cable; those that don't fit may be lost. */
    void (*cable)(void *far, const uint8_t *bytes, size_t n);
    /* What stands behind the Ethernet header (FAILOVER_MESSAGE_MAX); false:
     * it did not leave. */
    bool (*frame)(void *far, unsigned interface, const uint8_t *p, size_t n);
    /* Of the running configuration, as HELLOs have it. */
    void (*digest)(void *far, uint8_t to[WIRE_DIGEST]);
    /* The running configuration, to be left as it is until config_done(). */
    const char *(*config)(void *far, uint32_t *n);
    void (*config_done)(void *far);
    /* text: valid until failover_applied(), which may be called from here. */
    void (*apply)(void *far, enum failover_work, const char *text, uint32_t n);
    /* Frames that came in by an interface, of any kind. */
    uint32_t (*received)(void *far, unsigned interface);
    /* Asks the nth station learned last for its address; false: none. */
    bool (*arp)(void *far, unsigned interface, unsigned nth);
    void (*ping)(void *far, unsigned interface); /* everybody */
    /* The state of the unit is another: addresses, lights. */
    void (*turned)(void *far, enum failover_state);
    void (*event)(void *far, enum failover_event, unsigned value);
    /* channel: FAILOVER_CABLE or an interface; NULL: nobody watches. */
    void (*seen)(void *far, enum failover_seen, unsigned channel,
                 const uint8_t *message, size_t n);
    /* A failover-only unit was alone for a day. */
    void (*restart)(void *far);
    /* The next record of all there are, or the first one: how long, 0: no
     * more. */
    size_t (*record)(void *far, bool first, uint8_t to[WIRE_RECORD]);
    /* A record the mate sent, in the round with this mark (never 0); false: it
     * was not taken. */
    bool (*take)(void *far, const uint8_t *record, size_t n, uint8_t mark);
    /* What came in no record of this round is no more. */
    void (*sweep)(void *far, uint8_t mark);
};

/* What does not change while a unit runs. */
struct failover_self {
    enum failover_licence licence;
    uint8_t encryption; /* WIRE_DES, WIRE_3DES */
    uint32_t model, memory_mib, flash_kib, release;
    unsigned interfaces;
    uint8_t mac[FAILOVER_INTERFACES][6]; /* in the EEPROMs */
    char *text; /* lent for a configuration that comes */
    uint32_t text_room;
};

struct failover_settings {
    bool enabled;
    bool secondary; /* as the cable's end or `failover lan unit` says */
    bool lan;       /* no cable; then also: */
    uint8_t lan_interface;
    uint8_t link; /* for connections; FAILOVER_NO_LINK: none */
    char key[FAILOVER_KEY_MAX + 1];
    uint32_t poll_ms;
};

/* --- the parts of struct failover -------------------------------------- */

/* Another key of `failover lan key`, until the mate has it. */
struct failover_rekey {
    uint64_t since;  /* 0: there was no other one */
    bool heard;      /* the mate has it: it said something with it */
    unsigned n;      /* of those before, which it may have; it has the first */
    char before[FAILOVER_KEYS][FAILOVER_KEY_MAX + 1];
};

struct failover_mate {
    bool session;
    bool was_active;    /* in this session or the one before */
    bool fresh;         /* nothing was copied yet in this session */
    bool silent;        /* not heard for two polls, and said so */
    bool lost;          /* the same of the command channel alone */
    bool secondary;
    uint64_t nonce;
    uint64_t heard[FAILOVER_CHANNELS]; /* when; 0: never */
    uint32_t sequence[FAILOVER_CHANNELS];
    struct wire_hello hello; /* the last */
};

struct failover_watch {
    bool used, link;
    enum failover_interface_state state;
    unsigned step, nth;
    uint64_t since;  /* this state or step began */
    uint32_t mark;   /* frames when it began */
    bool passed;     /* the last test */
};

/* A part of the configuration, packed. */
struct failover_piece {
    uint32_t end; /* of it in the text */
    size_t n;
    uint8_t bytes[WIRE_TEXT];
};

struct failover_out { /* the stream to the mate */
    enum { FAILOVER_OUT_NONE, FAILOVER_OUT_COPY, FAILOVER_OUT_LINES } phase;
    uint32_t epoch, sent, acked; /* numbers */
    uint32_t first_line; /* its number, too; FAILOVER_NO_LINE: not known */
    uint32_t most; /* ever sent */
    const char *text;
    uint32_t n, packed, confirmed; /* bytes of the text */
    struct pack pack;
    struct failover_piece piece[FAILOVER_WINDOW]; /* by their numbers */
    uint8_t md5[WIRE_DIGEST];
    uint64_t last_ack, last_sent;
    unsigned failures; /* copies in a row that the mate refused */
    unsigned vain;     /* that left it another configuration than this one */
    unsigned differ;
    unsigned lines, oldest; /* in line[] */
    char line[FAILOVER_LINES][WIRE_LINE + 1];
};

struct failover_in { /* the stream from the mate */
    uint32_t epoch, last, done_epoch;
    bool copying, busy;
    bool spoilt; /* what came is no text */
    uint8_t verdict; /* of the last: said again when that is asked for */
    enum failover_work work;
    uint64_t told_busy;
    uint32_t n, length;
    uint8_t md5[WIRE_DIGEST];
    char line[WIRE_LINE + 1];
};

struct failover_tell { /* connections to the mate */
    bool on;
    uint32_t stream, number, epoch;
    uint8_t link, round;
    bool walking, from_start, again; /* a round: under way, to come */
    uint64_t round_at, last, since;  /* since: the oldest waits */
    uint32_t credit;                 /* to send, thousandths of a message */
    uint64_t credit_at;
    uint8_t queue[FAILOVER_QUEUE][WIRE_RECORD];
    unsigned first, queued, most;
    uint32_t total;
};

struct failover_hear { /* connections of the mate */
    uint32_t stream, number;
    uint8_t round, mark; /* the mate's, and its own */
    bool missed;         /* something of this round */
    bool refused;        /* likewise, while the configuration was another */
    uint64_t asked, wondered; /* at a strange record */
    uint32_t most, total; /* records: in one message, in all */
};

enum failover_object {
    FAILOVER_OBJECT_SYSTEM, FAILOVER_OBJECT_UP_TIME, FAILOVER_OBJECT_XLATE,
    FAILOVER_OBJECT_TCP, FAILOVER_OBJECTS
};

struct failover_object_count {
    uint32_t sent, not_sent, received, refused;
};

struct failover_counters {
    uint32_t sent, received;
    uint32_t broken; /* not a message, or cut */
    uint32_t forged; /* the authenticator is wrong */
    uint32_t stale;  /* said before */
    uint32_t strange; /* of no session */
    uint32_t again;   /* DATA sent once more */
    uint32_t lan_sent, lan_received, lan_dropped; /* by `failover lan` */
};

struct failover {
    const struct failover_ops *ops;
    struct failover_self self;
    struct failover_settings set;
    uint64_t now;

    enum failover_state state;
    enum failover_why why;
    enum failover_cause cause;
    uint64_t state_since;
    uint64_t active_ms; /* before state_since */
    uint32_t term;
    bool changed;       /* a line typed here that the mate has not */
    uint64_t leaderless;      /* since when nobody is active; 0: not so */
    uint64_t claim_until;     /* 0: no claim */
    uint64_t better_since;    /* than the active mate; 0: it is not */
    uint64_t judging;         /* tests because of silence, since; 0: none */
    uint64_t asked;           /* the active mate for its role; 0: not so */
    uint64_t alone_since;     /* without a UR mate */
    uint64_t turns[FAILOVER_TURNS]; /* to or from active, the last; 0 */
    enum failover_cable cable;

    uint64_t nonce, challenge, answer;
    uint8_t secret[WIRE_SECRET];
    uint32_t sequence;
    uint64_t said[FAILOVER_CHANNELS]; /* the last hello; 0: none */
    uint64_t replied; /* to a stranger, last */
    uint64_t dropped; /* by `failover lan`, last told */
    struct failover_rekey rekey;
    uint8_t digest[WIRE_DIGEST];
    uint64_t digest_at; /* 0: not known */

    struct failover_mate mate;
    struct failover_watch watch[FAILOVER_INTERFACES];
    struct failover_out out;
    struct failover_in in;
    struct cableframe framing;
    uint8_t bytes[CABLEFRAME_MAX]; /* to the cable */
    struct failover_counters count;
    struct failover_tell tell;
    struct failover_hear hear;
    struct failover_object_count objects[FAILOVER_OBJECTS];
};

/* --- for the owner ----------------------------------------------------- */

/* Begins, switched off: such a unit works as an active one.  ops stays with
 * the caller. */
void failover_begin(struct failover *, const struct failover_ops *,
                    const struct failover_self *, uint64_t now);

/* New settings; switching on, or another channel or role, negotiates anew.
 * A unit that is switched off while standby stays as passive as it was. */
void failover_configure(struct failover *, const struct failover_settings *,
                        uint64_t now);

/* What came. */
void failover_cable_byte(struct failover *, uint8_t byte, uint64_t now);
void failover_cable_state(struct failover *, enum failover_cable,
                          uint64_t now);
/* What stands behind the Ethernet header, padding and all. */
void failover_frame(struct failover *, unsigned interface, const uint8_t *p,
                    size_t n, uint64_t now);
/* used: neither shut down nor without an address. */
void failover_interface(struct failover *, unsigned interface, bool used,
                        bool link, uint64_t now);

/* A record that says what became of a connection; copied. */
void failover_state(struct failover *, const uint8_t *record, size_t n);

/* All of them once more, soon. */
void failover_state_all(struct failover *);

/* Does what is due; in how many milliseconds to call again. */
uint32_t failover_tick(struct failover *, uint64_t now);

/* The work asked for by ops->apply() is done, or could not be. */
void failover_applied(struct failover *, bool done, uint64_t now);

/* --- commands ---------------------------------------------------------- */

/* The configuration is another: its digest has to be made anew. */
void failover_changed(struct failover *);

/* A line of the configuration was typed here and obeyed.  False: it does not
 * go to the mate as a line; the next copy has it. */
bool failover_line(struct failover *, const char *line, uint64_t now);

/* `failover active`; false: not possible now. */
bool failover_take(struct failover *, uint64_t now);
/* `no failover active`, or before a restart; false: no mate for it. */
bool failover_give(struct failover *, uint64_t now);
void failover_reset(struct failover *, uint64_t now);
/* `write standby`; false: no mate for it. */
bool failover_copy(struct failover *, uint64_t now);

/* --- for those who look ------------------------------------------------ */

/* Does this unit use the system's addresses and forward? */
bool failover_is_active(const struct failover *);
/* Is the configuration being copied, to or from the mate? */
bool failover_is_copying(const struct failover *);
/* How much of it the mate has, or this unit; false: nothing is under way. */
bool failover_progress(const struct failover *, uint32_t *done,
                       uint32_t *all);
bool failover_mate_heard(const struct failover *);
uint32_t failover_active_s(const struct failover *);
/* How many interfaces count as failed. */
unsigned failover_bad(const struct failover *);

#endif
