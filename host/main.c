/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - pixemu from the command line to the exit status, in order. */
#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "host/cmdline.h"
#include "host/process.h"
#include "host/rack.h"
#include "host/report.h"
#include "host/status.h"

static gboolean on_signal(gpointer rack)
{
    rack_end(rack, "host-signal", STATUS_OK);
    return G_SOURCE_CONTINUE;
}

/* nohup lets us outlive the terminal. */
static bool outlives_terminal(void)
{
    struct sigaction now;

    return sigaction(SIGHUP, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

static void catch_signals(struct rack *r)
{
    g_unix_signal_add(SIGTERM, on_signal, r);
    g_unix_signal_add(SIGINT, on_signal, r);
    if (!outlives_terminal())
        g_unix_signal_add(SIGHUP, on_signal, r);
}

/* The flash file is mapped: what can't be read of it comes as this. */
static void on_bus_error(int sig)
{
    static const char text[] =
        "pixemu: a flash file was cut short, or its disk fails; the unit "
        "can't go on without it\n";

    (void)sig;
    (void)!write(STDERR_FILENO, text, sizeof text - 1);
    _exit(STATUS_REFUSED);
}

static int print(const char *text)
{
    if (fputs(text, stdout) >= 0 && fflush(stdout) == 0)
        return STATUS_OK;
    if (errno != EPIPE) /* who has seen enough */
        report("standard output: %s", g_strerror(errno));
    return STATUS_REFUSED;
}

static int refused(GError *err)
{
    report("%s", err->message);
    g_error_free(err);
    return STATUS_REFUSED;
}

/* The units, from their files to their end. */
static int run(const struct options *options, GError **err)
{
    struct rack *rack = rack_new(options);
    int status = STATUS_REFUSED;

    catch_signals(rack);
    if (rack_fill(rack, err))
        status = rack_run(rack);
    rack_free(rack);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    GError *err = NULL;
    int status = STATUS_OK;

    process_begin();
    report_for_all();
    signal(SIGPIPE, SIG_IGN); /* who reads a pipe may go; we stay */
    signal(SIGBUS, on_bus_error);
    if (cmdline_parse(&options, argc, argv, &err)) {
        status = options.answer ? print(options.answer)
                                : run(&options, &err);
    }
    options_clear(&options);
    return err ? refused(err) : status;
}
