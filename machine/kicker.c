/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kicker.c - a POSIX timer whose signal goes to one thread; see kicker.h. */
#define _GNU_SOURCE
#include "machine/kicker.h"

#include <errno.h>
#include <glib.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

enum { AGAIN_NS = 1000000 };

struct kicker {
    void (*kick)(void *far);
    void *far;
    timer_t timer;
    uint64_t due_ns; /* on the monotonic clock; 0: not armed */
};

static uint64_t monotonic_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void on_signal(int number, siginfo_t *info, void *context)
{
    int kept = errno;
    struct kicker *k = info->si_value.sival_ptr;

    (void)number;
    (void)context;
    if (info->si_code == SI_TIMER && k)
        k->kick(k->far);
    errno = kept;
}

struct kicker *kicker_new(void (*kick)(void *far), void *far)
{
    struct kicker *k = g_new0(struct kicker, 1);
    struct sigaction act = {.sa_sigaction = on_signal,
                            .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent event = {
        .sigev_notify = SIGEV_THREAD_ID,
        .sigev_signo = SIGRTMIN,
        .sigev_value.sival_ptr = k,
        .sigev_notify_thread_id = gettid(),
    };

    k->kick = kick;
    k->far = far;
    if (sigaction(SIGRTMIN, &act, NULL) ||
        timer_create(CLOCK_MONOTONIC, &event, &k->timer)) {
        g_free(k);
        return NULL;
    }
    return k;
}

void kicker_free(struct kicker *k)
{
    if (!k)
        return;
    timer_delete(k->timer);
    g_free(k);
}

static void set(struct kicker *k, uint64_t value_ns, uint64_t interval_ns)
{
    struct itimerspec t = {
        .it_value = {(time_t)(value_ns / 1000000000u),
                     (long)(value_ns % 1000000000u)},
        .it_interval = {0, (long)interval_ns},
    };

    timer_settime(k->timer, 0, &t, NULL);
}

void kicker_arm(struct kicker *k, uint64_t after_ns)
{
    uint64_t now = monotonic_ns();
    uint64_t due = now + after_ns;

    /* Once it has rung it rings every millisecond. */
    if (k->due_ns && k->due_ns <= now)
        k->due_ns = now + AGAIN_NS;
    if (k->due_ns && k->due_ns <= due)
        return;
    k->due_ns = due;
    set(k, after_ns ? after_ns : 1, AGAIN_NS);
}

void kicker_disarm(struct kicker *k)
{
    if (!k->due_ns)
        return;
    k->due_ns = 0;
    set(k, 0, 0);
}
