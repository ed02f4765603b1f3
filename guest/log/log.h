/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * log.h - messages: %PIX-level-number: text.
 *
 * log_message() may be called on any thread, from the packet path too: it
 * never waits, and costs a comparison when nobody wants messages of that
 * level.  It goes into the buffer of `show logging` at once and into a queue
 * for whoever waits: the console, sessions, servers.  Not from an interrupt.
 */
#ifndef GUEST_LOG_LOG_H
#define GUEST_LOG_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/log/messages.h"

/* log_message(106001, from, port, to, port, "SYN", "outside"): the arguments
 * are those of the text in messages.h, checked by the compiler. */
#define log_message(number, ...) \
    log_write(number, LOG_##number, ##__VA_ARGS__)

void log_write(unsigned number, unsigned level, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A server that must have every message cannot be reached: no new connection
 * may pass.  Whoever turns one away for it need not say so. */
bool log_blocks_connections(void);

/* --- what becomes of them ---------------------------------------------- */

enum log_to {
    LOG_CONSOLE,
    LOG_MONITOR,  /* sessions that asked for it */
    LOG_BUFFERED, /* `show logging` */
    LOG_TRAP,     /* servers */
    LOG_HISTORY,  /* SNMP */
    LOG_PLACES,
};

enum {
    LOG_LEVELS = 8,
    LOG_NEVER = 255,     /* as a level: not to this place */
    LOG_CHANGES_MAX = 64,
    LOG_LINE_MAX = 511,
    LOG_BUFFER_BYTES = 4096,
    LOG_QUEUE_BYTES = 65536,
    LOG_ID_MAX = 16,
};

/* What servers are told about who speaks, in front of a message. */
enum log_device {
    LOG_DEVICE_NONE,
    LOG_DEVICE_HOSTNAME,
    LOG_DEVICE_ADDRESS, /* of an interface */
    LOG_DEVICE_STRING,
};

/* A message that is not as messages.h has it. */
struct log_change {
    uint32_t number;
    uint8_t level; /* LOG_NEVER: its own */
    bool off;
};

/* Only what was configured; unused places are zero. */
struct log_settings {
    bool on, timestamp, standby;
    uint8_t level[LOG_PLACES]; /* the highest that goes there; LOG_NEVER */
    uint8_t facility;          /* 16 to 23, LOCAL0 to LOCAL7 */
    uint32_t queue;            /* messages that may wait; 0: as many as fit */
    uint8_t device;            /* enum log_device */
    uint8_t device_interface;
    char device_text[LOG_ID_MAX + 1];
    unsigned changes;
    struct log_change change[LOG_CHANGES_MAX]; /* ascending numbers */
};

struct log_owner {
    const struct log_settings *settings;
    /* "Sep 11 2001 12:00:00" */
    void (*time)(char *to, size_t n);
    /* The queue is not empty any more.  Must not wait. */
    void (*wake)(void);
};

/* Before it messages go nowhere. */
void log_setup(const struct log_owner *);

/* As messages.h has it; LOG_NEVER: there is no message of this number. */
uint8_t log_level_of(uint32_t number);

/* Of each message in turn; 0: there are no more. */
uint32_t log_number(unsigned index);

/* "alerts" for 1; NULL: no such level. */
const char *log_level_name(unsigned level);

struct log_entry {
    uint8_t level;
    uint8_t places; /* set of 1 << enum log_to, of those that wait */
    char text[LOG_LINE_MAX + 1]; /* without an end of line */
};

/* The oldest that waits; false: none. */
bool log_take(struct log_entry *);

void log_block_connections(bool);

struct log_figures {
    uint32_t logged[LOG_PLACES]; /* messages that went there */
    uint32_t waiting, most_waiting, dropped;
};

const struct log_figures *log_figures(void);

/* The buffer's lines, oldest first: *at begins as 0 and is advanced.  Others
 * may come, and push the oldest out, meanwhile: what is read are whole lines,
 * and log_buffer_end() is where those end that are there now.  False: no
 * more. */
bool log_buffer_line(uint64_t *at, char to[LOG_LINE_MAX + 1]);
uint64_t log_buffer_end(void);
void log_buffer_clear(void);

#endif
