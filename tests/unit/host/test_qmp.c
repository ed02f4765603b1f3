/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_qmp.c - a QMP conversation, without its socket. */
#include <string.h>

#include "host/console/class.h"
#include "host/control/json_split.h"
#include "host/control/qmp.h"
#include "tests/unit/host/stub_machine.h"

/* A console whose outside is two strings. */
struct line {
    struct console console;
    GString *typed; /* not read yet */
    GString *shown;
};

static bool line_open(struct console *c, const struct console_spec *spec,
                      GError **err)
{
    struct line *w = (struct line *)c;

    (void)spec, (void)err;
    w->typed = g_string_new(NULL);
    w->shown = g_string_new(NULL);
    return true;
}

static void line_catch_up(struct console *c)
{
    struct line *w = (struct line *)c;

    for (gsize i = 0; i < w->typed->len; i++)
        console_queue(c, (uint8_t)w->typed->str[i]);
    g_string_truncate(w->typed, 0);
}

static void line_read_on(struct console *c)
{
    (void)c;
}

static size_t line_write(struct console *c, const uint8_t *bytes, size_t n)
{
    g_string_append_len(((struct line *)c)->shown, (const char *)bytes,
                        (gssize)n);
    return n;
}

static void line_close(struct console *c)
{
    g_string_free(((struct line *)c)->typed, TRUE);
    g_string_free(((struct line *)c)->shown, TRUE);
}

static const struct console_class line_class = {
    .name = "wire",
    .size = sizeof(struct line),
    .open = line_open,
    .read_on = line_read_on,
    .catch_up = line_catch_up,
    .write = line_write,
    .close = line_close,
};

struct bench {
    struct loop *loop;
    struct unit *unit;
    struct line *wire;
    struct control_unit on;
    struct qmp *qmp;
    GString *said; /* by us, since the last time it was asked */
    unsigned ready, quits;
};

static void on_line(void *far, const char *line, size_t n)
{
    g_string_append_len(((struct bench *)far)->said, line, (gssize)n);
}

static void on_ready(void *far)
{
    ((struct bench *)far)->ready++;
}

static void on_quit(void *far)
{
    ((struct bench *)far)->quits++;
}

static void setup(struct bench *b, gconstpointer mode)
{
    const struct console_spec spec = {.cls = &line_class};
    const struct qmp_far far = {b, on_line, on_ready};

    memset(b, 0, sizeof *b);
    b->said = g_string_new(NULL);
    b->loop = loop_new(GPOINTER_TO_INT(mode));
    b->unit = stub_unit_new();
    b->unit->state = UNIT_RUNNING;
    b->unit->drive = true;
    b->wire = (struct line *)console_open(&spec, b->loop, NULL, NULL, NULL);
    console_attach(&b->wire->console, b->unit);
    b->on = (struct control_unit){
        .name = "edge",
        .loop = b->loop,
        .unit = b->unit,
        .console = &b->wire->console,
        .floppy = floppy_new(),
        .quit = on_quit,
        .far = b,
    };
    floppy_mount(b->on.floppy, b->unit);
    b->qmp = qmp_new(&b->on, &far);
}

static void teardown(struct bench *b, gconstpointer mode)
{
    (void)mode;
    if (b->qmp)
        qmp_free(b->qmp);
    console_free(&b->wire->console);
    unit_free(b->unit);
    floppy_free(b->on.floppy);
    loop_free(b->loop);
    g_string_free(b->said, TRUE);
}

/* What is said in reply, without the line's end. */
static const char *tell(struct bench *b, const char *text)
{
    g_string_truncate(b->said, 0);
    qmp_receive(b->qmp, text, strlen(text));
    g_strchomp(b->said->str);
    b->said->len = strlen(b->said->str);
    return b->said->str;
}

#define OK "{\"return\":{}}"
#define NEGOTIATE "{\"execute\":\"qmp_capabilities\"}"
#define ERROR(class, text)                                                    \
    "{\"error\":{\"class\":\"" class "\",\"desc\":\"" text "\"}}"
#define FAILS(text) ERROR("GenericError", text)

static void test_greeting(struct bench *b, gconstpointer mode)
{
    (void)mode;
    g_assert_true(g_str_has_prefix(b->said->str,
                                   "{\"QMP\":{\"version\":{\"qemu\":{"));
    g_assert_true(
        g_str_has_suffix(b->said->str, "\"capabilities\":[]}}\r\n"));
}

static void test_negotiation(struct bench *b, gconstpointer mode)
{
    (void)mode;
    g_assert_cmpstr(tell(b, "{\"execute\":\"query-status\"}"), ==,
                    ERROR("CommandNotFound",
                        "Expecting capabilities negotiation with "
                        "'qmp_capabilities'"));
    g_assert_cmpstr(tell(b, "{\"execute\":\"qmp_capabilities\","
                            "\"arguments\":{\"enable\":[\"oob\"]}}"),
                    ==, FAILS("Capability oob not available"));
    g_assert_cmpstr(tell(b, "{\"execute\":\"qmp_capabilities\","
                            "\"arguments\":{\"enable\":[]}}"),
                    ==, OK);
    g_assert_cmpstr(tell(b, NEGOTIATE), ==,
                    ERROR("CommandNotFound",
                        "Capabilities negotiation is already complete, "
                        "command ignored"));
}

static void test_ids(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    g_assert_cmpstr(tell(b, "{\"execute\":\"stop\",\"id\":7}"), ==,
                    "{\"return\":{},\"id\":7}");
    g_assert_cmpstr(tell(b, "{\"id\":{\"a\":[1,\"x\"]},\"execute\":\"cont\"}"),
                    ==, "{\"return\":{},\"id\":{\"a\":[1,\"x\"]}}");
    g_assert_cmpstr(tell(b, "{\"execute\":\"nope\",\"id\":\"n\"}"), ==,
                    "{\"error\":{\"class\":\"CommandNotFound\",\"desc\":\"The "
                    "command nope has not been found\"},\"id\":\"n\"}");
    g_assert_cmpstr(tell(b, "{\"id\":null,\"execut\":1}"), ==,
                    "{\"error\":{\"class\":\"GenericError\",\"desc\":\"QMP "
                    "input member 'execut' is unexpected\"},\"id\":null}");
    /* An id is of its own command only. */
    g_assert_cmpstr(tell(b, "{\"execute\":\"stop\"}"), ==, OK);
}

static void test_errors(struct bench *b, gconstpointer mode)
{
    static const struct {
        const char *text, *answer;
    } rows[] = {
        {"[]", FAILS("QMP input must be a JSON object")},
        {"{}", FAILS("QMP input lacks member 'execute'")},
        {"{\"execute\":1}",
         FAILS("QMP input member 'execute' must be a string")},
        {"{\"execute\":\"stop\",\"arguments\":[]}",
         FAILS("QMP input member 'arguments' must be an object")},
        {"{\"execute\":\"stop\",\"arguments\":{\"x\":1}}",
         FAILS("Parameter 'x' is unexpected")},
        {"{\"execute\":\"x-power\"}", FAILS("Parameter 'on' is missing")},
        {"{\"execute\":\"x-power\",\"arguments\":{\"on\":1}}",
         FAILS("Invalid parameter type for 'on', expected: boolean")},
        {"{\"execute\":\"x-clock\",\"arguments\":{\"until\":\"1\"}}",
         FAILS("Invalid parameter type for 'until', expected: integer")},
        {"{\"execute\":\"x-clock\",\"arguments\":{\"until\":1.5}}",
         FAILS("Invalid parameter type for 'until', expected: integer")},
        {"{\"execute\":\"x-clock\",\"arguments\":{\"mode\":null}}",
         FAILS("Invalid parameter type for 'mode', expected: string")},
        {"{\"execute\":\"set_link\",\"arguments\":{\"name\":\"net9\","
         "\"up\":true}}", ERROR("DeviceNotFound", "Device 'net9' not found")},
        {"{\"execute\":\"set_link\",\"arguments\":{\"name\":\"eth0\","
         "\"up\":true}}", ERROR("DeviceNotFound", "Device 'eth0' not found")},
        {"{\"execute\":\"chardev-send-break\",\"arguments\":{\"id\":\"com\"}}",
         FAILS("Chardev 'com' not found")},
        {"hello\n", FAILS("JSON parse error, expecting value")},
        {"5\n", FAILS("QMP input must be a JSON object")},
        {"{'execute':'x-power','arguments':{'off':1,'on':1}}",
         FAILS("Invalid parameter type for 'on', expected: boolean")},
    };

    (void)mode;
    tell(b, NEGOTIATE);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpstr(tell(b, rows[i].text), ==, rows[i].answer);
    g_assert_true(g_str_has_prefix(tell(b, "{\"execute\" \"stop\"}"),
                                   "{\"error\":{\"class\":\"GenericError\","
                                   "\"desc\":\"JSON parse error, "));
    g_assert_cmpint(b->unit->state, ==, UNIT_RUNNING);
}

static void test_status(struct bench *b, gconstpointer mode)
{
    static const struct {
        const char *command, *status;
        enum unit_state state;
    } rows[] = {
        {"stop", "paused", UNIT_PAUSED},
        {"cont", "running", UNIT_RUNNING},
        {"system_powerdown", "shutdown", UNIT_OFF},
        {"system_wakeup", "running", UNIT_RUNNING},
        {"x-power\",\"arguments\":{\"on\":false},\"id\":\"", "shutdown",
         UNIT_OFF},
        {"x-power\",\"arguments\":{\"on\":true},\"id\":\"", "running",
         UNIT_RUNNING},
    };

    (void)mode;
    tell(b, NEGOTIATE);
    b->unit->state = UNIT_PRELAUNCH;
    g_assert_cmpstr(tell(b, "{\"execute\":\"query-status\"}"), ==,
                    "{\"return\":{\"status\":\"prelaunch\","
                    "\"running\":false}}");
    b->unit->state = UNIT_RUNNING;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *command =
            g_strconcat("{\"execute\":\"", rows[i].command, "\"}", NULL);
        char *answer = g_strdup_printf(
            "{\"return\":{\"status\":\"%s\",\"running\":%s}}", rows[i].status,
            rows[i].state == UNIT_RUNNING ? "true" : "false");

        g_assert_true(g_str_has_prefix(tell(b, command), "{\"return\":{}"));
        g_assert_cmpint(b->unit->state, ==, rows[i].state);
        g_assert_cmpstr(tell(b, "{\"execute\":\"query-status\"}"), ==, answer);
        g_free(answer);
        g_free(command);
    }
}

static void test_cont_without_power(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    tell(b, "{\"execute\":\"system_powerdown\"}");
    g_assert_cmpstr(tell(b, "{\"execute\":\"cont\"}"), ==,
                    FAILS("The power switch is off, use 'system_wakeup'"));
    g_assert_cmpint(b->unit->state, ==, UNIT_OFF);
}

static void test_questions(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    g_assert_cmpstr(tell(b, "{\"execute\":\"query-name\"}"), ==,
                    "{\"return\":{\"name\":\"edge\"}}");
    g_assert_nonnull(strstr(tell(b, "{\"execute\":\"query-commands\"}"),
                            "{\"name\":\"x-clock\"}"));
    g_assert_nonnull(strstr(b->said->str, "{\"name\":\"qmp_capabilities\"}"));
    g_assert_nonnull(strstr(tell(b, "{\"execute\":\"query-chardev\"}"),
                            "\"label\":\"console\",\"filename\":\"wire\""));
    tell(b, "{\"execute\":\"chardev-send-break\","
            "\"arguments\":{\"id\":\"console\"}}");
    g_assert_cmpuint(b->unit->breaks, ==, 1);
    g_assert_cmpstr(tell(b, "{\"execute\":\"set_link\",\"arguments\":"
                            "{\"name\":\"net1\",\"up\":false}}"), ==, OK);
    g_assert_cmpstr(tell(b, "{\"execute\":\"quit\"}"), ==, OK);
    g_assert_cmpuint(b->quits, ==, 1);
}

static void test_pieces(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    g_assert_cmpstr(tell(b, "{\"exe"), ==, "");
    g_assert_cmpstr(tell(b, "cute\":\n \"st"), ==, "");
    g_assert_cmpstr(tell(b, "op\"}"), ==, OK);
    /* Two at once, and a brace in a string that closes nothing. */
    g_assert_cmpstr(tell(b, "{\"execute\":\"cont\",\"id\":\"}\\\"{\"} "
                            "{\"execute\":\"stop\"}"),
                    ==, "{\"return\":{},\"id\":\"}\\\"{\"}\r\n" OK);
}

static void test_garbage(struct bench *b, gconstpointer mode)
{
    static const char nul[] = "{\"exe\0cute\":\"stop\"}\n";
    GString *huge = g_string_new("{\"execute\":\"");
    GString *deep = g_string_new(NULL);

    (void)mode;
    tell(b, NEGOTIATE);
    for (int i = 0; i < 2 * JSON_SPLIT_BYTES; i++)
        g_string_append_c(huge, 'x');
    g_string_append(huge, "\"}\n");
    g_assert_cmpstr(tell(b, huge->str), ==,
                    FAILS("JSON message size limit exceeded"));
    for (int i = 0; i < 5000; i++)
        g_string_append_c(deep, '[');
    g_string_append_c(deep, '\n');
    g_assert_cmpstr(tell(b, deep->str), ==,
                    FAILS("JSON nesting depth limit exceeded"));
    g_assert_cmpstr(tell(b, "{\"execute\xff{\"\n"), ==,
                    FAILS("JSON parse error, stray control character"));
    g_string_truncate(b->said, 0);
    qmp_receive(b->qmp, nul, sizeof nul - 1);
    g_assert_nonnull(strstr(b->said->str, "stray control character"));
    /* And it goes on. */
    g_assert_cmpstr(tell(b, "{\"execute\":\"stop\"}"), ==, OK);
    g_string_free(huge, TRUE);
    g_string_free(deep, TRUE);
}

static void test_not_utf8(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    tell(b, "{\"execute\":\"\xc3(\"}\n");
    g_assert_true(g_str_has_prefix(b->said->str, "{\"error\""));
    g_assert_true(g_utf8_validate(b->said->str, -1, NULL));
}

static void test_events(struct bench *b, gconstpointer mode)
{
    JsonObject *data = json_object_new();

    (void)mode;
    json_object_set_boolean_member(data, "guest", TRUE);
    g_string_truncate(b->said, 0);
    qmp_event(b->qmp, "STOP", NULL);
    g_assert_cmpstr(b->said->str, ==, ""); /* not before negotiation */
    tell(b, NEGOTIATE);
    g_string_truncate(b->said, 0);
    qmp_event(b->qmp, "RESET", data);
    g_assert_true(g_str_has_prefix(b->said->str,
                                   "{\"timestamp\":{\"seconds\":"));
    g_assert_nonnull(strstr(b->said->str, "\"microseconds\":"));
    g_assert_true(g_str_has_suffix(
        b->said->str, "\"event\":\"RESET\",\"data\":{\"guest\":true}}\r\n"));
    json_object_unref(data);
}

/* --- time ---------------------------------------------------------------- */

static void test_modes(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    g_assert_cmpstr(tell(b, "{\"execute\":\"x-clock\",\"arguments\":"
                            "{\"mode\":\"warp\"}}"),
                    ==, "{\"return\":{\"mode\":\"warp\",\"now\":0}}");
    g_assert_cmpint(clock_mode(loop_clock(b->loop)), ==, CLOCK_WARP);
    g_assert_cmpstr(tell(b, "{\"execute\":\"x-clock\",\"arguments\":"
                            "{\"mode\":\"hold\"}}"),
                    ==, FAILS("Parameter 'mode' does not accept value 'hold'"));
    g_assert_cmpstr(tell(b, "{\"execute\":\"x-clock\",\"arguments\":"
                            "{\"until\":5}}"),
                    ==, FAILS("'until' needs a process started with "
                              "--clock=hold"));
    g_assert_cmpstr(tell(b, "{\"execute\":\"x-clock\"}"), ==,
                    "{\"return\":{\"mode\":\"warp\",\"now\":0}}");
}

#define UNTIL(n) "{\"execute\":\"x-clock\",\"arguments\":{\"until\":" n "}}"

static void test_until(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    g_assert_cmpstr(tell(b, "{\"execute\":\"x-clock\",\"arguments\":"
                            "{\"until\":900},\"id\":3}{\"execute\":\"stop\"}"),
                    ==, "");
    g_assert_true(qmp_waits(b->qmp));
    g_assert_cmpint(b->unit->state, ==, UNIT_RUNNING); /* not yet */
    g_assert_cmpuint(b->loop->until_ns, ==, 900);
    stub_loop_arrive(b->loop);
    g_assert_cmpstr(b->said->str, ==,
                    "{\"return\":{\"mode\":\"hold\",\"now\":900},\"id\":3}\r\n"
                    OK "\r\n");
    g_assert_false(qmp_waits(b->qmp));
    g_assert_cmpuint(b->ready, ==, 1);
    g_assert_cmpint(b->unit->state, ==, UNIT_PAUSED);
    g_assert_cmpstr(tell(b, UNTIL("5")), ==,
                    FAILS("'until' lies behind, it is 900 now"));
    g_assert_cmpstr(tell(b, UNTIL("-5")), ==,
                    FAILS("'until' lies behind, it is 900 now"));
}

static void test_until_of_another(struct bench *b, gconstpointer mode)
{
    GString *said = g_string_new(NULL);
    struct bench other = {.said = said};
    const struct qmp_far far = {&other, on_line, on_ready};

    (void)mode;
    other.qmp = qmp_new(&b->on, &far);
    tell(b, NEGOTIATE);
    tell(&other, NEGOTIATE);
    tell(b, UNTIL("900"));
    g_assert_cmpstr(tell(&other, UNTIL("901")), ==,
                    FAILS("Another 'until' has not been reached yet"));
    /* The one who asked hangs up; the run still ends, and is still one. */
    qmp_free(b->qmp);
    b->qmp = NULL;
    g_assert_cmpstr(tell(&other, UNTIL("901")), ==,
                    FAILS("Another 'until' has not been reached yet"));
    stub_loop_arrive(b->loop);
    g_assert_cmpstr(tell(&other, UNTIL("901")), ==, "");
    stub_loop_arrive(b->loop);
    g_assert_nonnull(strstr(other.said->str, "901"));
    qmp_free(other.qmp);
    g_string_free(said, TRUE);
}

static void test_typed_before(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    b->unit->room = 0;
    g_string_assign(b->wire->typed, "en\r");
    tell(b, UNTIL("10"));
    g_assert_cmpstr(b->unit->received->str, ==, "");
    /* The receiver empties while time runs: at once, not with the next turn
     * of the loop. */
    b->unit->room = 1;
    b->unit->console.room(b->unit->console.far);
    g_assert_cmpstr(b->unit->received->str, ==, "en\r");
    g_assert_cmpstr(b->wire->shown->str, ==, ""); /* echoed, not flushed */
    stub_loop_arrive(b->loop);
    g_assert_cmpstr(b->wire->shown->str, ==, "en\r");
    g_string_assign(b->wire->typed, "x");
    tell(b, UNTIL("20"));
    g_assert_cmpstr(b->unit->received->str, ==, "en\rx");
    stub_loop_arrive(b->loop);
}

#define ADD(path, mode, test)                                                  \
    g_test_add(path, struct bench, GINT_TO_POINTER(mode), setup, test, teardown)

/* --- the front panel ----------------------------------------------------- */

static void test_panel(struct bench *b, gconstpointer mode)
{
    (void)mode;
    tell(b, NEGOTIATE);
    g_assert_cmpstr(tell(b, "{'execute':'screendump','arguments':"
                            "{'filename':'a','format':'png'}}"),
                    ==, ERROR("GenericError", "a as png"));
    g_assert_cmpstr(tell(b, "{'execute':'screendump','arguments':"
                            "{'filename':'a'}}"),
                    ==, ERROR("GenericError", "a as ppm"));
    g_assert_cmpstr(tell(b, "{'execute':'screendump','arguments':"
                            "{'filename':'a','format':'gif'}}"),
                    ==, ERROR("GenericError",
                              "Parameter 'format' does not accept value "
                              "'gif'"));
    g_assert_cmpstr(tell(b, "{'execute':'screendump','arguments':"
                            "{'filename':'a','device':'vga'}}"),
                    ==, ERROR("DeviceNotFound", "Device 'vga' not found"));
    g_assert_cmpstr(tell(b, "{'execute':'x-panel'}"), ==,
                    "{\"return\":{\"focus\":\"terminal\"}}");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    ADD("/qmp/the-server-greets", CLOCK_REAL, test_greeting);
    ADD("/qmp/nothing-before-negotiation", CLOCK_REAL, test_negotiation);
    ADD("/qmp/an-answer-carries-its-id", CLOCK_REAL, test_ids);
    ADD("/qmp/errors-read-as-qemus", CLOCK_REAL, test_errors);
    ADD("/qmp/status-follows-the-switches", CLOCK_REAL, test_status);
    ADD("/qmp/cont-is-not-the-power-switch", CLOCK_REAL,
        test_cont_without_power);
    ADD("/qmp/questions-and-cables", CLOCK_REAL, test_questions);
    ADD("/qmp/objects-come-in-pieces", CLOCK_REAL, test_pieces);
    ADD("/qmp/garbage-is-answered-and-forgotten", CLOCK_REAL, test_garbage);
    ADD("/qmp/what-is-said-is-utf8", CLOCK_REAL, test_not_utf8);
    ADD("/qmp/events-after-negotiation", CLOCK_REAL, test_events);
    ADD("/qmp/real-and-warp-are-exchanged", CLOCK_REAL, test_modes);
    ADD("/qmp/until-answers-when-reached", CLOCK_HOLD, test_until);
    ADD("/qmp/one-until-at-a-time", CLOCK_HOLD, test_until_of_another);
    ADD("/qmp/typed-before-a-command-comes-before-it", CLOCK_HOLD,
        test_typed_before);
    ADD("/qmp/the-panel-is-dumped-and-described", CLOCK_REAL, test_panel);
    return g_test_run();
}
