/* SPDX-License-Identifier: GPL-2.0-or-later */
/* qmp.c - one client's QMP conversation: bytes in, bytes out, no sockets. */
#include "host/control/qmp.h"

#include <string.h>

#include "host/control/json_split.h"
#include "host/version.h"

struct qmp {
    struct control_unit *on;
    struct qmp_far far;
    struct json_split split;
    bool negotiated;
    bool waits;
    JsonNode *id;      /* of the command whose answer is due, or NULL */
    GByteArray *after; /* what came behind that command */
};

/* --- out ----------------------------------------------------------------- */

static void send_object(struct qmp *q, JsonObject *object)
{
    JsonNode *root = json_node_init_object(json_node_alloc(), object);
    char *json = json_to_string(root, FALSE);
    char *line = g_strconcat(json, "\r\n", NULL);

    q->far.send(q->far.far, line, strlen(line));
    g_free(line);
    g_free(json);
    json_node_free(root);
    json_object_unref(object);
}

JsonNode *qmp_version(void)
{
    JsonNode *node = json_node_alloc();
    JsonObject *version = json_object_new(), *qemu = json_object_new();

    json_object_set_int_member(qemu, "micro", VERSION_MICRO);
    json_object_set_int_member(qemu, "minor", VERSION_MINOR);
    json_object_set_int_member(qemu, "major", VERSION_MAJOR);
    /* Clients look for this name whoever answers. */
    json_object_set_object_member(version, "qemu", qemu);
    json_object_set_string_member(version, "package", "pixemu " VERSION);
    json_node_take_object(json_node_init(node, JSON_NODE_OBJECT), version);
    return node;
}

static void greet(struct qmp *q)
{
    JsonObject *all = json_object_new(), *greeting = json_object_new();

    json_object_set_member(greeting, "version", qmp_version());
    json_object_set_array_member(greeting, "capabilities", json_array_new());
    json_object_set_object_member(all, "QMP", greeting);
    send_object(q, all);
}

static void send_answer(struct qmp *q, const char *what, JsonNode *value)
{
    JsonObject *all = json_object_new();

    json_object_set_member(all, what, value);
    if (q->id)
        json_object_set_member(all, "id", q->id);
    q->id = NULL;
    send_object(q, all);
}

static void send_error(struct qmp *q, const char *error_class,
                       const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    JsonObject *error = json_object_new();
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_object_set_string_member(error, "class", error_class);
    json_object_set_string_member(error, "desc", valid);
    json_node_take_object(node, error);
    send_answer(q, "error", node);
    g_free(valid);
}

static void send_return(struct qmp *q, JsonNode *value)
{
    if (!value) {
        value = json_node_new(JSON_NODE_OBJECT);
        json_node_take_object(value, json_object_new());
    }
    send_answer(q, "return", value);
}

void qmp_event(struct qmp *q, const char *event, JsonObject *data)
{
    gint64 now = g_get_real_time();
    JsonObject *all, *stamp;

    if (!q->negotiated)
        return;
    all = json_object_new();
    stamp = json_object_new();
    json_object_set_int_member(stamp, "seconds", now / G_USEC_PER_SEC);
    json_object_set_int_member(stamp, "microseconds", now % G_USEC_PER_SEC);
    json_object_set_object_member(all, "timestamp", stamp);
    json_object_set_string_member(all, "event", event);
    if (data)
        json_object_set_object_member(all, "data", json_object_ref(data));
    send_object(q, all);
}

/* --- a command ----------------------------------------------------------- */

JsonNode *qmp_fail(struct qmp_call *call, const char *error_class,
                   const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    g_free(call->error);
    call->error = g_strdup_vprintf(fmt, ap);
    call->error_class = error_class;
    va_end(ap);
    return NULL;
}

static bool has_type(JsonNode *value, enum qmp_type type)
{
    static const GType types[] = {
        [QMP_STRING] = G_TYPE_STRING,
        [QMP_INT] = G_TYPE_INT64,
        [QMP_BOOL] = G_TYPE_BOOLEAN,
    };

    return JSON_NODE_HOLDS_VALUE(value) &&
           json_node_get_value_type(value) == types[type];
}

static bool is_arg(const struct qmp_command *command, const char *name)
{
    for (const struct qmp_arg *a = command->args; a->name; a++)
        if (!strcmp(a->name, name))
            return true;
    return false;
}

/* In QEMU's order, so that of several mistakes the same one is told. */
static void check_args(const struct qmp_command *command,
                       struct qmp_call *call)
{
    static const char *const type_names[] = {
        [QMP_STRING] = "string", [QMP_INT] = "integer", [QMP_BOOL] = "boolean"};
    JsonObjectIter it;
    const char *name;
    JsonNode *value;

    for (const struct qmp_arg *a = command->args; a->name; a++) {
        value = json_object_get_member(call->args, a->name);
        if (!value && !a->optional) {
            qmp_fail(call, "GenericError", "Parameter '%s' is missing",
                     a->name);
            return;
        }
        if (value && !has_type(value, a->type)) {
            qmp_fail(call, "GenericError",
                     "Invalid parameter type for '%s', expected: %s", a->name,
                     type_names[a->type]);
            return;
        }
    }
    json_object_iter_init(&it, call->args);
    while (!call->error && json_object_iter_next(&it, &name, &value))
        if (!is_arg(command, name))
            qmp_fail(call, "GenericError", "Parameter '%s' is unexpected",
                     name);
}

/* What is wrong with the arguments of qmp_capabilities; NULL: nothing.  We
 * offer none. */
static char *check_enable(JsonObject *args)
{
    JsonNode *enable = json_object_get_member(args, "enable");
    JsonArray *wanted = NULL;
    JsonObjectIter it;
    const char *name;
    JsonNode *value;

    if (enable && !JSON_NODE_HOLDS_ARRAY(enable))
        return g_strdup("Invalid parameter type for 'enable', expected: "
                        "array");
    if (enable)
        wanted = json_node_get_array(enable);
    if (wanted && json_array_get_length(wanted)) {
        value = json_array_get_element(wanted, 0);
        if (!has_type(value, QMP_STRING))
            return g_strdup("Invalid parameter type for 'enable[0]', "
                            "expected: string");
        name = json_node_get_string(value);
        return g_strdup_printf(strcmp(name, "oob")
                                   ? "Parameter 'enable[0]' does not accept "
                                     "value '%s'"
                                   : "Capability %s not available",
                               name);
    }
    json_object_iter_init(&it, args);
    while (json_object_iter_next(&it, &name, &value))
        if (strcmp(name, "enable"))
            return g_strdup_printf("Parameter '%s' is unexpected", name);
    return NULL;
}

/* Becomes true when the client has said qmp_capabilities. */
static bool negotiate(struct qmp *q, const char *name, JsonObject *args)
{
    bool asks = !strcmp(name, "qmp_capabilities");
    char *wrong;

    if (!asks && !q->negotiated)
        send_error(q, "CommandNotFound", "Expecting capabilities negotiation "
                                         "with 'qmp_capabilities'");
    if (!asks)
        return q->negotiated;
    if (q->negotiated) {
        send_error(q, "CommandNotFound", "Capabilities negotiation is already "
                                         "complete, command ignored");
        return false;
    }
    wrong = check_enable(args);
    q->negotiated = !wrong;
    if (wrong)
        send_error(q, "GenericError", wrong);
    else
        send_return(q, NULL);
    g_free(wrong);
    return false;
}

static void execute(struct qmp *q, const char *name, JsonObject *args)
{
    const struct qmp_command *command = qmp_commands;
    struct qmp_call call = {.on = q->on, .qmp = q, .args = args};
    JsonNode *answer = NULL;

    if (!negotiate(q, name, args))
        return;
    while (command->name && strcmp(command->name, name))
        command++;
    if (!command->name) {
        qmp_fail(&call, "CommandNotFound",
                 "The command %s has not been found", name);
    } else {
        check_args(command, &call);
        /* What was typed before the command comes before the command, and
         * what the unit said before the answer, before the answer. */
        console_catch_up(q->on->console);
        if (!call.error)
            answer = command->run(&call);
        console_flush(q->on->console);
    }
    if (call.error)
        send_error(q, call.error_class, call.error);
    else if (call.later)
        q->waits = true;
    else
        send_return(q, answer);
    g_free(call.error);
}

void qmp_answer_later(struct qmp *q, JsonNode *answer)
{
    GByteArray *after = q->after;

    console_flush(q->on->console);
    q->waits = false;
    send_return(q, answer);
    q->after = g_byte_array_new();
    qmp_receive(q, (const char *)after->data, after->len);
    g_byte_array_free(after, TRUE);
    if (!q->waits && q->far.ready)
        q->far.ready(q->far.far);
}

/* --- in ------------------------------------------------------------------ */

/* NULL: fit to be executed. */
static char *what_is_wrong(JsonObject *message)
{
    JsonObjectIter it;
    const char *name;
    JsonNode *value;

    json_object_iter_init(&it, message);
    while (json_object_iter_next(&it, &name, &value)) {
        if (!strcmp(name, "execute")) {
            if (!has_type(value, QMP_STRING))
                return g_strdup("QMP input member 'execute' must be a string");
        } else if (!strcmp(name, "arguments")) {
            if (!JSON_NODE_HOLDS_OBJECT(value))
                return g_strdup(
                    "QMP input member 'arguments' must be an object");
        } else if (strcmp(name, "id")) {
            return g_strdup_printf("QMP input member '%s' is unexpected",
                                   name);
        }
    }
    if (!json_object_has_member(message, "execute"))
        return g_strdup("QMP input lacks member 'execute'");
    return NULL;
}

static void take_message(struct qmp *q, JsonObject *message)
{
    char *wrong = what_is_wrong(message);
    JsonObject *none = json_object_new(), *args = none;

    if (json_object_has_member(message, "id"))
        q->id = json_object_dup_member(message, "id");
    if (!wrong && json_object_has_member(message, "arguments"))
        args = json_object_get_object_member(message, "arguments");
    if (wrong)
        send_error(q, "GenericError", wrong);
    else
        execute(q, json_object_get_string_member(message, "execute"), args);
    json_object_unref(none);
    g_free(wrong);
}

static void take_text(struct qmp *q, const GString *text)
{
    JsonParser *parser = json_parser_new_immutable();
    GError *err = NULL;
    char *wrong;

    if (!json_parser_load_from_data(parser, text->str, text->len, &err)) {
        wrong = g_strdup_printf("JSON parse error, %s", err->message);
        send_error(q, "GenericError", wrong);
        g_free(wrong);
        g_error_free(err);
    } else if (!JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser))) {
        send_error(q, "GenericError", "QMP input must be a JSON object");
    } else {
        take_message(q, json_node_get_object(json_parser_get_root(parser)));
    }
    g_object_unref(parser);
}

void qmp_receive(struct qmp *q, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (q->waits) {
            g_byte_array_append(q->after, (const guint8 *)bytes + i, n - i);
            return;
        }
        switch (json_split_byte(&q->split, bytes[i])) {
        case JSON_SPLIT_MORE:
            break;
        case JSON_SPLIT_VALUE:
            take_text(q, q->split.text);
            break;
        case JSON_SPLIT_BAD:
            send_error(q, "GenericError", q->split.text->str);
            break;
        }
    }
}

/* --- life ---------------------------------------------------------------- */

struct qmp *qmp_new(struct control_unit *on, const struct qmp_far *far)
{
    struct qmp *q = g_new0(struct qmp, 1);

    q->on = on;
    q->far = *far;
    q->after = g_byte_array_new();
    json_split_init(&q->split);
    greet(q);
    return q;
}

void qmp_free(struct qmp *q)
{
    if (q->on->waiter == q)
        q->on->waiter = NULL;
    if (q->id)
        json_node_free(q->id);
    json_split_clear(&q->split);
    g_byte_array_free(q->after, TRUE);
    g_free(q);
}

bool qmp_waits(const struct qmp *q)
{
    return q->waits;
}
