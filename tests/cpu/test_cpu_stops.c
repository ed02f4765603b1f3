/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_cpu_stops.c - ten thousand stops at arbitrary moments, each leaving
 * the guest between two instructions, and interrupts that arrive so.
 */
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "tests/cpu/testboard.h"

#define STOPS 10000

static uint32_t counter(const struct testboard *b, unsigned i)
{
    uint32_t val;

    memcpy(&val, b->ram + COUNTERS + 4 * i, 4);
    return val;
}

/*
 * Kickers: a thread and a signal.
 */

struct kicker {
    struct cpu *cpu;
    pthread_t thread;
    int over; /* atomic */
};

static void *kick_on(void *opaque)
{
    struct kicker *k = opaque;
    struct timespec wait = {0, 1000};

    while (!__atomic_load_n(&k->over, __ATOMIC_SEQ_CST)) {
        nanosleep(&wait, NULL);
        wait.tv_nsec = wait.tv_nsec % 30000 + 1777;
        cpu_kick(k->cpu);
    }
    return NULL;
}

static void thread_start(struct kicker *k)
{
    pthread_create(&k->thread, NULL, kick_on, k);
}

static void thread_stop(struct kicker *k)
{
    __atomic_store_n(&k->over, 1, __ATOMIC_SEQ_CST);
    pthread_join(k->thread, NULL);
}

static struct cpu *signalled;
static timer_t timer;

static void on_alarm(int sig)
{
    (void)sig;
    cpu_kick(signalled);
}

static void signal_start(struct kicker *k)
{
    struct sigaction act = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
    struct itimerspec every = {{0, 37000}, {0, 37000}};

    signalled = k->cpu;
    sigaction(SIGALRM, &act, NULL);
    timer_create(CLOCK_MONOTONIC, NULL, &timer);
    timer_settime(timer, 0, &every, NULL);
}

static void signal_stop(struct kicker *k)
{
    (void)k;
    timer_delete(timer);
    signal(SIGALRM, SIG_IGN);
}

struct way {
    void (*start)(struct kicker *);
    void (*stop)(struct kicker *);
    bool counting;
};

/* Runs the program STOPS times, looking at the guest after each; NULL: not
 * here. */
static struct testboard *stop_often(const struct way *way, unsigned program,
                                    bool (*sound)(struct testboard *))
{
    struct testboard *b =
        testboard_new(CPU_PENTIUM, "programs.bin", way->counting);
    unsigned bad = 0, n = 0;
    struct kicker k = {0};

    if (!b)
        return NULL;
    b->program = program;
    k.cpu = b->cpu;
    way->start(&k);
    while (n < STOPS && bad < 5 && !b->ended) {
        if (cpu_run(b->cpu, UINT64_MAX) != CPU_KICKED)
            break;
        n++;
        if (!sound(b))
            bad++;
    }
    way->stop(&k);
    g_assert_cmpuint(bad, ==, 0);
    g_assert_cmpuint(n, ==, STOPS);
    g_assert_false(b->ended);
    g_assert_cmpstr(cpu_error(b->cpu), ==, "");
    return b;
}

/* The program counts four counters up in turn; EIP says which is next. */
static bool stops_sound(struct testboard *b)
{
    uint32_t last = counter(b, 7);
    unsigned next = 0;
    struct cpu_where w;

    cpu_where(b->cpu, &w);
    if (b->n_values < 4)
        return true; /* still on its way there */
    while (next < 4 && w.eip >= b->values[next])
        next++;
    if (next == 4)
        next = 0;
    for (unsigned i = 0; i < 3; i++) {
        uint32_t want = last + (next && i < next);

        if (counter(b, 4 + i) != want) {
            g_test_message("eip %x: counter %u is %u, not %u", w.eip, i,
                           counter(b, 4 + i), want);
            return false;
        }
    }
    return w.esp == 0x90000 - (next == 1 ? 4 : 0);
}

static void stops_leave_the_guest_whole(const void *opaque)
{
    struct testboard *b = stop_often(opaque, PROGRAM_STOPS, stops_sound);

    if (!b)
        return;
    g_assert_cmpuint(counter(b, 7), >, STOPS);
    testboard_free(b);
}

static bool always_sound(struct testboard *b)
{
    (void)b;
    return true;
}

static void stops_leave_page_faults_whole(const void *opaque)
{
    struct testboard *b = stop_often(opaque, PROGRAM_FAULTS, always_sound);

    if (!b)
        return;
    g_assert_cmpuint(counter(b, 0), >, STOPS);
    testboard_free(b);
}

/* An interrupt at every stop: the handler and the program both go on. */
static bool raise_one(struct testboard *b)
{
    if (b->n_values == 4)
        testboard_raise(b, 0x40);
    return true;
}

static void interrupts_leave_the_guest_whole(const void *opaque)
{
    struct testboard *b = stop_often(opaque, PROGRAM_STOPS, raise_one);

    if (!b)
        return;
    g_assert_cmpuint(b->acks, >, STOPS / 2);
    g_assert_cmpuint(counter(b, 0) + 1, >=, b->acks);
    g_assert_cmpuint(counter(b, 0), <=, b->acks);
    testboard_free(b);
}

static const struct way by_thread = {thread_start, thread_stop, false};
static const struct way by_signal = {signal_start, signal_stop, false};
static const struct way counted = {signal_start, signal_stop, true};

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_data_func("/cpu/stops/from-a-thread-leave-the-guest-whole",
                         &by_thread, stops_leave_the_guest_whole);
    g_test_add_data_func("/cpu/stops/from-a-signal-leave-the-guest-whole",
                         &by_signal, stops_leave_the_guest_whole);
    g_test_add_data_func("/cpu/stops/while-counting-leave-the-guest-whole",
                         &counted, stops_leave_the_guest_whole);
    g_test_add_data_func("/cpu/stops/leave-page-faults-whole", &by_signal,
                         stops_leave_page_faults_whole);
    g_test_add_data_func("/cpu/stops/interrupts-leave-the-guest-whole",
                         &by_signal, interrupts_leave_the_guest_whole);
    return g_test_run();
}
