/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - pixemu from the command line to the exit status, in order. */
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "host/cmdline.h"
#include "host/rack.h"
#include "host/report.h"
#include "host/status.h"

/* A file of ours must not become somebody's standard output. */
static void open_standard_files(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

static gboolean on_signal(gpointer rack)
{
    rack_end(rack, "host-signal", STATUS_OK);
    return G_SOURCE_CONTINUE;
}

static void catch_signals(struct rack *r)
{
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP};

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        g_unix_signal_add(ends[i], on_signal, r);
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

    open_standard_files();
    signal(SIGPIPE, SIG_IGN); /* who reads a pipe may go; we stay */
    if (cmdline_parse(&options, argc, argv, &err)) {
        if (options.answer)
            fputs(options.answer, stdout);
        else
            status = run(&options, &err);
    }
    options_clear(&options);
    return err ? refused(err) : status;
}
