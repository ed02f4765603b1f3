/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_netping.c - ping in the monitor: what it prints for an answer, for none,
 * for a refusal, and for what is no answer to it.
 */
#include "guest/netboot/ping.h"
#include "tests/unit/guest/netbootrig.h"

static void ping_prints_what_the_chapter_shows(void)
{
    struct world *w = new_world(honest, 0);

    w->net.trace = false;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 5);
    g_assert_true(g_regex_match_simple(
        "^Sending 5, 100-byte 0x[0-9a-f]+ ICMP Echoes to 192\\.168\\.1\\.2, "
        "timeout is 4 seconds:\n!!!!!\n"
        "Success rate is 100 percent \\(5/5\\)\n$",
        w->console->str, 0, 0));
    g_assert_cmpuint(w->arps, ==, 1);
    end_world(w);
}

static void no_reply_is_a_dot_after_4_seconds(void)
{
    struct world *w = new_world(honest, 0);
    uint32_t began = w->now_ms;

    w->net.trace = false;
    w->mute_ping = true;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 0);
    expect_on_console(w, ":\n.....\nSuccess rate is 0 percent (0/5)\n");
    g_assert_cmpuint(w->now_ms - began, >=, 20000);
    g_assert_cmpuint(w->now_ms - began, <, 20500);
    end_world(w);
}

static void a_refusal_is_a_question_mark(void)
{
    struct world *w = new_world(honest, 0);

    w->net.trace = false;
    w->unreachable = true;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 0);
    expect_on_console(w, ":\n?????\n");
    end_world(w);
}

static void a_ping_to_nobody_ends(void)
{
    struct world *w = new_world(honest, 0);
    uint32_t began = w->now_ms;

    w->deaf = true;
    w->net.trace = false;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 0);
    expect_on_console(w, ":\n.....\n");
    g_assert_cmpuint(w->now_ms - began, <=, 21000);
    end_world(w);
}

static void a_damaged_reply_does_not_count(void)
{
    struct world *w = new_world(honest, 0);

    w->net.trace = false;
    w->flipped = 60;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 4);
    expect_on_console(w, ":\n.!!!!\nSuccess rate is 80 percent (4/5)\n");
    end_world(w);
}

/* A fragment, and what has another source; what quotes something that is no
 * header of ours, or was sent to somebody else. */
static void an_answer_about_something_else_does_not_count(void)
{
    static const struct {
        bool unreachable;
        size_t odd;
        const char *shown;
    } rows[] = {
        {false, 14 + 7, ".!!!!"},
        {false, 14 + 15, ".!!!!"},
        {true, 14 + 20 + 8, ".????"},
        {true, 14 + 20 + 8 + 19, ".????"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct world *w = new_world(honest, 0);

        w->net.trace = false;
        w->unreachable = rows[i].unreachable;
        w->odd = rows[i].odd;
        ping(&w->net, SERVER);
        expect_on_console(w, rows[i].shown);
        end_world(w);
    }
}

#define ADD(name, function) g_test_add_func("/netping/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    ADD("ping-prints-what-the-chapter-shows",
        ping_prints_what_the_chapter_shows);
    ADD("no-reply-is-a-dot-after-4-seconds",
        no_reply_is_a_dot_after_4_seconds);
    ADD("a-refusal-is-a-question-mark", a_refusal_is_a_question_mark);
    ADD("a-ping-to-nobody-ends", a_ping_to_nobody_ends);
    ADD("a-damaged-reply-does-not-count", a_damaged_reply_does_not_count);
    ADD("an-answer-about-something-else-does-not-count",
        an_answer_about_something_else_does_not_count);
    return g_test_run();
}
