/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * commands.c - the QMP commands, a row each.
 *
 * Names and arguments are QEMU's where it has the command; what is ours alone
 * begins with x-.
 */
#include <string.h>

#include "host/control/qmp.h"
#include "host/values.h"

void qmp_set_text(JsonObject *object, const char *member, const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);

    json_object_set_string_member(object, member, valid);
    g_free(valid);
}

JsonNode *qmp_take(JsonObject *object)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_node_take_object(node, object);
    return node;
}

JsonNode *qmp_take_array(JsonArray *array)
{
    JsonNode *node = json_node_new(JSON_NODE_ARRAY);

    json_node_take_array(node, array);
    return node;
}

/* --- questions ----------------------------------------------------------- */

static JsonNode *query_version(struct qmp_call *call)
{
    (void)call;
    return qmp_version();
}

static JsonNode *query_commands(struct qmp_call *call)
{
    JsonArray *all = json_array_new();
    JsonObject *o = json_object_new();

    (void)call;
    json_object_set_string_member(o, "name", "qmp_capabilities");
    json_array_add_object_element(all, o);
    for (const struct qmp_command *c = qmp_commands; c->name; c++) {
        o = json_object_new();
        json_object_set_string_member(o, "name", c->name);
        json_array_add_object_element(all, o);
    }
    return qmp_take_array(all);
}

static JsonNode *query_status(struct qmp_call *call)
{
    static const char *const names[] = {
        [UNIT_PRELAUNCH] = "prelaunch",
        [UNIT_RUNNING] = "running",
        [UNIT_PAUSED] = "paused",
        [UNIT_OFF] = "shutdown",
    };
    enum unit_state state = unit_state(call->on->unit);
    JsonObject *o = json_object_new();

    json_object_set_string_member(o, "status", names[state]);
    json_object_set_boolean_member(o, "running", state == UNIT_RUNNING);
    return qmp_take(o);
}

static JsonNode *query_name(struct qmp_call *call)
{
    JsonObject *o = json_object_new();

    json_object_set_string_member(o, "name", call->on->name);
    return qmp_take(o);
}

static JsonNode *query_chardev(struct qmp_call *call)
{
    char *where = console_describe(call->on->console);
    JsonArray *all = json_array_new();
    JsonObject *o = json_object_new();

    json_object_set_string_member(o, "label", "console");
    qmp_set_text(o, "filename", where);
    /* The unit's end, whose connector is always there. */
    json_object_set_boolean_member(o, "frontend-open", true);
    json_array_add_object_element(all, o);
    g_free(where);
    return qmp_take_array(all);
}

/* --- power, reset, pause ------------------------------------------------- */

static JsonNode *stop(struct qmp_call *call)
{
    unit_pause(call->on->unit, true);
    return NULL;
}

static JsonNode *cont(struct qmp_call *call)
{
    if (unit_state(call->on->unit) == UNIT_OFF)
        return qmp_fail(call, "GenericError",
                        "The power switch is off, use 'system_wakeup'");
    unit_pause(call->on->unit, false);
    return NULL;
}

static JsonNode *system_reset(struct qmp_call *call)
{
    unit_reset(call->on->unit);
    return NULL;
}

static JsonNode *system_powerdown(struct qmp_call *call)
{
    unit_power(call->on->unit, false);
    return NULL;
}

static JsonNode *system_wakeup(struct qmp_call *call)
{
    unit_power(call->on->unit, true);
    return NULL;
}

static JsonNode *x_power(struct qmp_call *call)
{
    unit_power(call->on->unit,
               json_object_get_boolean_member(call->args, "on"));
    return NULL;
}

static JsonNode *quit(struct qmp_call *call)
{
    call->on->quit(call->on->far);
    return NULL;
}

/* --- cables -------------------------------------------------------------- */

static JsonNode *set_link(struct qmp_call *call)
{
    const char *name = json_object_get_string_member(call->args, "name");
    bool up = json_object_get_boolean_member(call->args, "up");
    uint64_t n;

    if (!g_str_has_prefix(name, "net") ||
        !value_number(name + 3, 0, UNIT_PORTS_MAX - 1, &n) ||
        !net_set_link(call->on->net, (unsigned)n, up))
        return qmp_fail(call, "DeviceNotFound", "Device '%s' not found", name);
    frontpanel_changed(call->on->panel);
    return NULL;
}

static JsonNode *chardev_send_break(struct qmp_call *call)
{
    const char *id = json_object_get_string_member(call->args, "id");

    if (strcmp(id, "console"))
        return qmp_fail(call, "GenericError", "Chardev '%s' not found", id);
    unit_console_break(call->on->unit);
    return NULL;
}

static JsonNode *x_failover_cable(struct qmp_call *call)
{
    struct cable *cable = call->on->cable;

    if (!cable)
        return qmp_fail(call, "DeviceNotFound",
                        "Device 'failover-cable' not found");
    cable_set_plugged(cable, json_object_get_boolean_member(call->args,
                                                            "plugged"));
    return NULL;
}

/* --- time ---------------------------------------------------------------- */

static JsonNode *clock_says(const struct control_unit *on)
{
    static const char *const names[] = {
        [CLOCK_REAL] = "real", [CLOCK_WARP] = "warp", [CLOCK_HOLD] = "hold"};
    struct clock *clock = loop_clock(on->loop);
    JsonObject *o = json_object_new();

    json_object_set_string_member(o, "mode", names[clock_mode(clock)]);
    json_object_set_int_member(o, "now", (gint64)clock_now(clock));
    return qmp_take(o);
}

static void reached(void *far)
{
    struct control_unit *on = far;
    struct qmp *waiter = on->waiter;

    on->waiter = NULL;
    if (waiter)
        qmp_answer_later(waiter, clock_says(on));
}

static JsonNode *clock_until(struct qmp_call *call)
{
    struct control_unit *on = call->on;
    gint64 until = json_object_get_int_member(call->args, "until");
    struct clock *clock = loop_clock(on->loop);

    if (clock_mode(clock) != CLOCK_HOLD)
        return qmp_fail(call, "GenericError",
                        "'until' needs a process started with --clock=hold");
    if (until < 0 || (guint64)until < clock_now(clock))
        return qmp_fail(call, "GenericError",
                        "'until' lies behind, it is %" G_GUINT64_FORMAT " now",
                        (guint64)clock_now(clock));
    if (!loop_hold_until(on->loop, (uint64_t)until, reached, on))
        return qmp_fail(call, "GenericError",
                        "Another 'until' has not been reached yet");
    on->waiter = call->qmp;
    call->later = true;
    return NULL;
}

static JsonNode *x_clock(struct qmp_call *call)
{
    static const char *const names[] = {
        [CLOCK_REAL] = "real", [CLOCK_WARP] = "warp", NULL};
    struct clock *clock = loop_clock(call->on->loop);
    const char *mode;
    int at;

    if (json_object_get_size(call->args) > 1)
        return qmp_fail(call, "GenericError",
                        "Parameters 'mode' and 'until' exclude each other");
    if (json_object_has_member(call->args, "until"))
        return clock_until(call);
    if (!json_object_has_member(call->args, "mode"))
        return clock_says(call->on);
    mode = json_object_get_string_member(call->args, "mode");
    at = value_name(mode, names);
    if (at < 0)
        return qmp_fail(call, "GenericError",
                        "Parameter 'mode' does not accept value '%s'", mode);
    if (clock_mode(clock) == CLOCK_HOLD)
        return qmp_fail(call, "GenericError",
                        "A held clock stays held, use 'until'");
    clock_set_mode(clock, (enum clock_mode)at);
    return clock_says(call->on);
}

#define NAMES_A_DRIVE {"device", QMP_STRING, true}, {"id", QMP_STRING, true}

const struct qmp_command qmp_commands[] = {
    {"query-version", {{0}}, query_version},
    {"query-commands", {{0}}, query_commands},
    {"query-status", {{0}}, query_status},
    {"query-name", {{0}}, query_name},
    {"query-block", {{0}}, medium_query_block},
    {"query-chardev", {{0}}, query_chardev},
    {"stop", {{0}}, stop},
    {"cont", {{0}}, cont},
    {"system_reset", {{0}}, system_reset},
    {"system_powerdown", {{0}}, system_powerdown},
    {"system_wakeup", {{0}}, system_wakeup},
    {"x-power", {{"on", QMP_BOOL, false}}, x_power},
    {"x-leds", {{0}}, panelview_leds},
    {"quit", {{0}}, quit},
    {"set_link", {{"name", QMP_STRING, false}, {"up", QMP_BOOL, false}},
     set_link},
    {"x-failover-cable", {{"plugged", QMP_BOOL, false}}, x_failover_cable},
    {"eject", {NAMES_A_DRIVE, {"force", QMP_BOOL, true}}, medium_eject},
    {"blockdev-change-medium",
     {NAMES_A_DRIVE,
      {"filename", QMP_STRING, false},
      {"format", QMP_STRING, true},
      {"force", QMP_BOOL, true},
      {"read-only-mode", QMP_STRING, true}},
     medium_change},
    {"screendump",
     {{"filename", QMP_STRING, false},
      {"device", QMP_STRING, true},
      {"head", QMP_INT, true},
      {"format", QMP_STRING, true}},
     panelview_screendump},
    {"x-panel", {{0}}, panelview_describe},
    {"chardev-send-break", {{"id", QMP_STRING, false}}, chardev_send_break},
    {"x-clock", {{"mode", QMP_STRING, true}, {"until", QMP_INT, true}},
     x_clock},
    {0},
};
