/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main.c - pixemu from the command line to the exit status, in order. */
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "host/mount.h"
#include "host/options.h"
#include "host/report.h"
#include "host/status.h"
#include "machine/loop.h"

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

static gboolean on_signal(gpointer mount)
{
    mount_shut_down(mount, "host-signal");
    return G_SOURCE_CONTINUE;
}

static void catch_signals(struct mount *m)
{
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP};

    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        g_unix_signal_add(ends[i], on_signal, m);
}

static int refused(GError *err)
{
    report("%s", err->message);
    g_error_free(err);
    return STATUS_REFUSED;
}

/* One unit, from its files to its end. */
static int run(const struct options *options, GError **err)
{
    struct loop *loop = loop_new(options->clock);
    struct mount unit;
    int status = STATUS_REFUSED;

    mount_init(&unit, options, &options->unit, loop);
    catch_signals(&unit);
    if (mount_open_files(&unit, err) && mount_build_unit(&unit, err) &&
        mount_plug_in(&unit, err) && mount_commit(&unit, err)) {
        mount_start(&unit);
        status = loop_run(loop);
    }
    mount_free(&unit);
    loop_free(loop);
    return status;
}

int main(int argc, char **argv)
{
    struct options options;
    GError *err = NULL;
    int status = STATUS_OK;

    open_standard_files();
    signal(SIGPIPE, SIG_IGN); /* who reads a pipe may go; we stay */
    if (options_parse(&options, argc, argv, &err)) {
        if (options.answer)
            fputs(options.answer, stdout);
        else
            status = run(&options, &err);
    }
    options_clear(&options);
    return err ? refused(err) : status;
}
