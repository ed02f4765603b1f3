/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_qmp.c - bytes into a control socket: JSON or not, commands or not.
 * First byte: bit 0 negotiation comes first, bits 7:1 the size of pieces.
 */
#include <string.h>

#include "host/console/class.h"
#include "host/control/qmp.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/host/stub_machine.h"

static bool nowhere_open(struct console *c, const struct console_spec *spec,
                         GError **err)
{
    (void)c;
    (void)spec;
    (void)err;
    return true;
}

static void nothing(struct console *c)
{
    (void)c;
}

static size_t swallow(struct console *c, const uint8_t *bytes, size_t n)
{
    (void)c;
    (void)bytes;
    return n;
}

static const struct console_class nowhere = {
    .name = "nowhere",
    .size = sizeof(struct console),
    .open = nowhere_open,
    .read_on = nothing,
    .catch_up = nothing,
    .write = swallow,
    .close = nothing,
};

static void on_line(void *far, const char *line, size_t n)
{
    if (n < 2 || memcmp(line + n - 2, "\r\n", 2) != 0)
        ++*(unsigned *)far;
}

static void on_event(void *far)
{
    (void)far;
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static const char negotiate[] = "{\"execute\":\"qmp_capabilities\"}";
    const struct console_spec spec = {.cls = &nowhere};
    uint8_t which = n ? *data : 0;
    size_t piece = which >> 1 ? which >> 1 : 1024;
    unsigned crooked = 0;
    struct loop *loop = loop_new(CLOCK_HOLD);
    struct unit *unit = stub_unit_new();
    struct console *console = console_open(&spec, loop, NULL, NULL, NULL);
    struct control_unit on = {.name = "fuzz", .loop = loop, .unit = unit,
                              .console = console, .floppy = floppy_new(),
                              .quit = on_event};
    const struct qmp_far far = {&crooked, on_line, on_event};
    struct qmp *qmp;

    unit->state = UNIT_RUNNING;
    unit->drive = true;
    floppy_mount(on.floppy, unit);
    console_attach(console, unit);
    qmp = qmp_new(&on, &far);
    if (which & 1)
        qmp_receive(qmp, negotiate, sizeof negotiate - 1);
    for (size_t at = 1; at < n && !qmp_waits(qmp); at += piece)
        qmp_receive(qmp, (const char *)data + at,
                    piece < n - at ? piece : n - at);
    g_assert_cmpuint(crooked, ==, 0);
    qmp_free(qmp);
    console_free(console);
    unit_free(unit);
    floppy_free(on.floppy);
    loop_free(loop);
}
