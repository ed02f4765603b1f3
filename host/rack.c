/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rack.c - the units of a process; see rack.h. */
#include "host/rack.h"

#include "host/hub.h"
#include "host/mount.h"
#include "host/net/shared.h"
#include "host/tracefile.h"
#include "machine/loop.h"

struct rack {
    struct loop *loop;
    const struct options *options;
    struct tracefile *trace; /* NULL: nobody listens */
    struct shared *shared;
    struct cables *cables;
    struct hub *hub; /* NULL: there are units */
    unsigned n;
    struct mount mount[];
};

static void on_end(void *far, const char *reason, int status)
{
    rack_end(far, reason, status);
}

struct rack *rack_new(const struct options *options)
{
    unsigned n = options->hub ? 0 : options->units->len;
    struct rack *r = g_malloc0(sizeof *r + n * sizeof r->mount[0]);
    const struct mount_end end = {on_end, r};

    r->loop = loop_new(options->clock);
    r->options = options;
    if (options->trace)
        r->trace = tracefile_new(r->loop, options->trace);
    r->shared = shared_new(r->loop);
    r->cables = cables_new(r->loop);
    if (options->hub)
        r->hub = hub_new(options, r->loop, r->shared);
    r->n = n;
    for (unsigned i = 0; i < n; i++)
        mount_init(&r->mount[i], options, i, r->loop, r->shared, r->cables,
                   &end);
    return r;
}

/* A step of all units, up to the first that refuses. */
static bool each(struct rack *r, bool (*step)(struct mount *, GError **),
                 GError **err)
{
    for (unsigned i = 0; i < r->n; i++) {
        const char *file = r->mount[i].wanted->file;

        if (step(&r->mount[i], err))
            continue;
        if (file && err && !g_str_has_prefix((*err)->message, file))
            g_prefix_error(err, "%s: ", file);
        return false;
    }
    return true;
}

static bool open_trace(struct rack *r, GError **err)
{
    return !r->trace ||
           tracefile_open(r->trace, r->options->trace_file, err);
}

bool rack_fill(struct rack *r, GError **err)
{
    if (r->hub)
        return hub_open(r->hub, err) && open_trace(r, err);
    return each(r, mount_open_files, err) &&
           each(r, mount_build_unit, err) && each(r, mount_plug_in, err) &&
           open_trace(r, err) && each(r, mount_commit, err);
}

int rack_run(struct rack *r)
{
    if (r->trace)
        tracefile_start(r->trace);
    if (r->hub)
        hub_start(r->hub);
    for (unsigned i = 0; i < r->n; i++)
        mount_start(&r->mount[i]);
    return loop_run(r->loop);
}

void rack_end(struct rack *r, const char *reason, int status)
{
    for (unsigned i = 0; i < r->n; i++)
        mount_say_end(&r->mount[i], reason);
    loop_quit(r->loop, status);
}

void rack_free(struct rack *r)
{
    for (unsigned i = r->n; i-- > 0;)
        mount_free(&r->mount[i]);
    hub_free(r->hub);
    shared_free(r->shared);
    cables_free(r->cables);
    tracefile_free(r->trace);
    loop_free(r->loop);
    g_free(r);
}
