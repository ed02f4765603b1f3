/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * terminal.c - the terminal pixemu was started on: raw, and back again.
 *
 * The terminal belongs to the process, hence the statics: a signal handler
 * has nothing else to reach it by.
 */
#include "host/console/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

static struct termios saved, raw;
static volatile sig_atomic_t raw_fd = -1;

/* What ends a process without passing through main(). */
static const int fatal[] = {SIGSEGV, SIGBUS,  SIGILL, SIGFPE,
                            SIGABRT, SIGQUIT, SIGTRAP};
enum { N_FATAL = sizeof fatal / sizeof fatal[0] };
static struct sigaction before[N_FATAL];

/* A shell has made the terminal its own, and setting it would stop us.  Who
 * has it only as a file is not asked. */
static bool in_background(int fd)
{
    pid_t group = tcgetpgrp(fd);

    return group >= 0 && group != getpgrp();
}

void terminal_restore(void)
{
    int keep = errno;

    if (raw_fd >= 0 && !in_background(raw_fd))
        tcsetattr(raw_fd, TCSANOW, &saved);
    raw_fd = -1;
    errno = keep;
}

bool terminal_is_raw(void)
{
    return raw_fd >= 0;
}

/* Gives the signal to whoever would have had it: the default action, or a
 * sanitizer's report. */
static void on_fatal(int sig)
{
    terminal_restore();
    for (int i = 0; i < N_FATAL; i++)
        if (fatal[i] == sig)
            sigaction(sig, &before[i], NULL);
    raise(sig);
}

/* A shell that stopped the process has changed the terminal meanwhile. */
static void on_continue(int sig)
{
    int keep = errno;

    (void)sig;
    if (raw_fd >= 0 && !in_background(raw_fd))
        tcsetattr(raw_fd, TCSANOW, &raw);
    errno = keep;
}

static void guard(void)
{
    static char stack[16384]; /* a stack overflow has none left */
    static bool done;
    stack_t alt = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction act = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
    struct sigaction cont = {.sa_handler = on_continue,
                             .sa_flags = SA_RESTART};

    if (done)
        return;
    done = true;
    atexit(terminal_restore);
    sigaltstack(&alt, NULL);
    for (int i = 0; i < N_FATAL; i++)
        sigaction(fatal[i], &act, &before[i]);
    sigaction(SIGCONT, &cont, NULL);
}

bool terminal_raw(int fd)
{
    if (tcgetattr(fd, &saved))
        return false;
    raw = saved;
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    guard();
    raw_fd = fd; /* first: a signal in between must find it */
    if (tcsetattr(fd, TCSANOW, &raw)) {
        raw_fd = -1;
        return false;
    }
    return true;
}
