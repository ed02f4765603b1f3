/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * qmp.h - one client's QMP conversation: bytes in, bytes out, no sockets.
 *
 * The protocol is the one QEMU's clients speak (QEMU, docs/interop/qmp-spec):
 * greeting, qmp_capabilities, commands, events; error classes and wording as
 * QEMU's where it has one.
 */
#ifndef PIXEMU_HOST_CONTROL_QMP_H
#define PIXEMU_HOST_CONTROL_QMP_H

#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "host/control/control.h"

struct qmp;

struct qmp_far {
    void *far;
    /* A line to the client.  Must not free the conversation. */
    void (*send)(void *far, const char *line, size_t n);
    /* An answer that was due is given; reading may go on. */
    void (*ready)(void *far);
};

/* Sends the greeting. */
struct qmp *qmp_new(struct control_unit *, const struct qmp_far *);
void qmp_free(struct qmp *);
void qmp_receive(struct qmp *, const char *bytes, size_t n);
/* An answer is due that will come later; give it nothing more to read. */
bool qmp_waits(const struct qmp *);
/* data stays the caller's and may be NULL.  Heard by negotiated clients. */
void qmp_event(struct qmp *, const char *event, JsonObject *data);

/* --- between qmp.c and commands.c ---------------------------------------- */

struct qmp_call {
    struct control_unit *on;
    struct qmp *qmp;
    JsonObject *args; /* checked against the row; never NULL */
    const char *error_class;
    char *error; /* NULL: it worked */
    bool later;  /* qmp_answer_later() will follow */
};

enum qmp_type { QMP_STRING = 1, QMP_INT, QMP_BOOL };

struct qmp_arg {
    const char *name;
    enum qmp_type type;
    bool optional;
};

enum { QMP_ARGS_MAX = 6 };

struct qmp_command {
    const char *name;
    struct qmp_arg args[QMP_ARGS_MAX + 1]; /* end with a NULL name */
    /* NULL: an empty object, an error, or an answer that comes later. */
    JsonNode *(*run)(struct qmp_call *);
};

/* panelview.c */
JsonNode *panelview_leds(struct qmp_call *);
JsonNode *panelview_screendump(struct qmp_call *);
JsonNode *panelview_describe(struct qmp_call *);

extern const struct qmp_command qmp_commands[]; /* end with a NULL name */

/* Returns NULL, to end a run() with. */
JsonNode *qmp_fail(struct qmp_call *, const char *error_class, const char *fmt,
                   ...) __attribute__((format(printf, 3, 4)));
void qmp_answer_later(struct qmp *, JsonNode *answer);
JsonNode *qmp_version(void);
/* Names of files are bytes, and JSON is UTF-8. */
void qmp_set_text(JsonObject *, const char *member, const char *text);
JsonNode *qmp_take(JsonObject *);
JsonNode *qmp_take_array(JsonArray *);

/* --- medium.c: the diskette drive ---------------------------------------- */

#define QMP_DRIVE "floppy0" /* by device and by id */

JsonNode *medium_query_block(struct qmp_call *);
JsonNode *medium_eject(struct qmp_call *);
JsonNode *medium_change(struct qmp_call *);

#endif
