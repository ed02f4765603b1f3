/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_gdb.c - bytes from a debugger: packets or not, commands or not.  First
 * byte: bit 0 each line is made a packet with its checksum, bits 7:1 the size
 * of pieces.
 */
#include <string.h>

#include "host/gdb/packet.h"
#include "host/gdb/stub.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/host/stub_machine.h"

enum { RAM = 65536 };

static struct {
    uint8_t ram[RAM];
    struct cpu_registers registers;
    struct cpu_debug_stop stop;
    unsigned points;
} debugged;

static struct packets *packets;
static struct stub *stub;
static bool ended; /* it has detached, or killed the unit */

/* --- a processor of sorts ------------------------------------------------- */

void unit_debug(struct unit *u, bool on)
{
    (void)u, (void)on;
    debugged.points = 0;
}

bool unit_debug_point(struct unit *u, enum cpu_point kind, uint32_t linear,
                      uint32_t size, bool on)
{
    (void)u, (void)linear;
    g_assert_cmpuint(kind, <=, CPU_POINT_ACCESS);
    g_assert_cmpuint(size, >, 0);
    g_assert_true(on || debugged.points > 0);
    if (on && debugged.points == CPU_POINTS_MAX)
        return false;
    debugged.points += on ? 1 : -1u;
    return true;
}

void unit_debug_go(struct unit *u, bool step)
{
    debugged.stop.stepped = step;
    unit_pause(u, false);
    if (step)
        unit_pause(u, true);
}

const struct cpu_debug_stop *unit_debug_stopped(const struct unit *u)
{
    (void)u;
    return debugged.stop.stepped ? &debugged.stop : NULL;
}

size_t unit_debug_read(const struct unit *u, uint32_t linear, void *to,
                       size_t n)
{
    (void)u;
    if (linear >= RAM)
        return 0;
    n = MIN(n, RAM - linear);
    memcpy(to, debugged.ram + linear, n);
    return n;
}

size_t unit_debug_write(struct unit *u, uint32_t linear, const void *from,
                        size_t n)
{
    (void)u;
    if (linear >= RAM)
        return 0;
    n = MIN(n, RAM - linear);
    memcpy(debugged.ram + linear, from, n);
    return n;
}

void unit_debug_registers(const struct unit *u, struct cpu_registers *r)
{
    (void)u;
    *r = debugged.registers;
}

void unit_debug_set_registers(struct unit *u, const struct cpu_registers *r)
{
    (void)u;
    debugged.registers = *r;
}

/* --- a connection --------------------------------------------------------- */

static void on_event(void *far, enum unit_event event, bool by_guest)
{
    (void)far, (void)by_guest;
    if (event == UNIT_EVENT_STOP && stub)
        stub_paused(stub);
}

static void on_command(void *far, const char *text, size_t n)
{
    (void)far;
    g_assert_cmpuint(n, <=, PACKET_MAX);
    g_assert_cmpuint(text[n], ==, 0);
    if (!ended)
        stub_command(stub, text, n);
}

static void on_interrupt(void *far)
{
    (void)far;
    stub_interrupt(stub);
}

static void on_write(void *far, const void *bytes, size_t n)
{
    (void)far, (void)bytes;
    g_assert_cmpuint(n, >, 0);
}

static void on_send(void *far, const char *text)
{
    (void)far;
    g_assert_cmpuint(strlen(text), <=, PACKET_MAX);
    packet_send(packets, text);
}

static void on_stop_acks(void *far)
{
    (void)far;
    packet_stop_acks(packets);
}

static void end(void *far)
{
    (void)far;
    ended = true;
}

/* A line as a packet. */
static void wrap(GByteArray *out, const uint8_t *line, size_t n)
{
    uint8_t sum = 0;
    char end[4];

    for (size_t i = 0; i < n; i++)
        sum = (uint8_t)(sum + line[i]);
    g_snprintf(end, sizeof end, "#%02x", sum);
    g_byte_array_append(out, (const uint8_t *)"$", 1);
    g_byte_array_append(out, line, (guint)n);
    g_byte_array_append(out, (const uint8_t *)end, 3);
}

static GByteArray *wrap_all(const uint8_t *data, size_t n)
{
    GByteArray *out = g_byte_array_new();

    while (n) {
        const uint8_t *end = memchr(data, '\n', n);
        size_t line = end ? (size_t)(end - data) : n;

        wrap(out, data, line);
        line += end != NULL;
        data += line;
        n -= line;
    }
    return out;
}

void fuzz_one(const uint8_t *data, size_t n)
{
    const struct packet_far packet_far = {NULL, on_command, on_interrupt,
                                          on_write};
    const struct stub_far stub_far = {NULL, on_send, on_stop_acks, end, end};
    uint8_t which = n ? *data : 0;
    size_t piece = which >> 1 ? which >> 1 : 1024;
    struct unit *unit = stub_unit_new();
    GByteArray *bytes = n ? wrap_all(data + 1, n - 1) : g_byte_array_new();

    if (n && !(which & 1)) {
        g_byte_array_set_size(bytes, 0);
        g_byte_array_append(bytes, data + 1, (guint)n - 1);
    }
    memset(&debugged, 0, sizeof debugged);
    ended = false;
    unit->state = UNIT_RUNNING;
    unit_on_event(unit, on_event, NULL);
    packets = packet_new(&packet_far);
    stub = stub_new(unit, &stub_far);
    for (size_t at = 0; at < bytes->len; at += piece)
        packet_receive(packets, bytes->data + at, MIN(piece, bytes->len - at));
    g_clear_pointer(&stub, stub_free);
    packet_free(packets);
    unit_free(unit);
    g_byte_array_unref(bytes);
}
