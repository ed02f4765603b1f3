/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shared.c - named segments, and segment:NAME; see shared.h.
 *
 * A frame that went round in a ring would never end: the cables are known, and
 * the one that would close a ring is refused.
 */
#include "host/net/shared.h"

#include <glib.h>

#include "host/net/port.h"

struct shared {
    struct loop *loop;
    GHashTable *segments; /* name -> struct segment */
    GPtrArray *patches;   /* struct patch */
};

struct patch {
    struct shared *shared;
    struct segment *end[2];
    struct plug *plug[2];
};

struct shared *shared_new(struct loop *loop)
{
    struct shared *s = g_new0(struct shared, 1);

    s->loop = loop;
    s->segments = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify)segment_free);
    s->patches = g_ptr_array_new();
    return s;
}

void shared_free(struct shared *s)
{
    if (!s)
        return;
    g_ptr_array_free(s->patches, TRUE);
    g_hash_table_destroy(s->segments);
    g_free(s);
}

struct segment *shared_segment(struct shared *s, const char *name)
{
    struct segment *segment = g_hash_table_lookup(s->segments, name);

    if (!segment) {
        segment = segment_new(s->loop);
        segment_set_name(segment, "segment", name);
        g_hash_table_insert(s->segments, g_strdup(name), segment);
    }
    return segment;
}

/* Whether a frame gets from one to the other.  There are no rings, so that the
 * way back is the only one to leave out. */
static bool reaches(const struct shared *s, const struct segment *from,
                    const struct segment *to, const struct patch *way_in)
{
    if (from == to)
        return true;
    for (guint i = 0; i < s->patches->len; i++) {
        const struct patch *p = s->patches->pdata[i];

        for (int end = 0; end < 2; end++)
            if (p != way_in && p->end[end] == from &&
                reaches(s, p->end[!end], to, p))
                return true;
    }
    return false;
}

/* --- segment:NAME ----------------------------------------------------- */

struct settings {
    char *name;
};

static bool set_name(void *settings, const char *argument, char **why)
{
    (void)why;
    ((struct settings *)settings)->name = g_strdup(argument);
    return true;
}

static void clear(void *settings)
{
    g_free(((struct settings *)settings)->name);
}

static void to_shared(void *far, const uint8_t *frame, size_t n)
{
    plug_send(((struct patch *)far)->plug[1], frame, n);
}

static void from_shared(void *far, const uint8_t *frame, size_t n)
{
    plug_send(((struct patch *)far)->plug[0], frame, n);
}

static void *patch_open(const void *settings, const struct port_place *place,
                        char **why)
{
    const struct settings *s = settings;
    const struct plug_far far[2] = {{.deliver = to_shared},
                                    {.deliver = from_shared}};
    struct segment *named;
    struct patch *p;

    if (!place->shared) {
        *why = g_strdup("nobody else is in this process; use listen: and "
                        "connect:");
        return NULL;
    }
    named = shared_segment(place->shared, s->name);
    if (reaches(place->shared, place->segment, named, NULL)) {
        *why = g_strdup("it is connected already, a second cable would close "
                        "a ring; leave one out");
        return NULL;
    }
    p = g_new0(struct patch, 1);
    p->shared = place->shared;
    p->end[0] = place->segment;
    p->end[1] = named;
    for (int i = 0; i < 2; i++) {
        struct plug_far mine = far[i];

        mine.far = p;
        p->plug[i] = segment_plug(p->end[i], PLUG_INSIDE, &mine,
                                  i ? NULL : place->line);
        plug_set_carrier(p->plug[i], true);
    }
    g_ptr_array_add(p->shared->patches, p);
    return p;
}

static void patch_close(void *port)
{
    struct patch *p = port;

    g_ptr_array_remove(p->shared->patches, p);
    segment_unplug(p->plug[0]);
    segment_unplug(p->plug[1]);
    g_free(p);
}

const struct port_kind port_kind_segment = {
    .name = "segment",
    .argument = "NAME",
    .help = "to the segment of that name in this process",
    .settings_size = sizeof(struct settings),
    .set = set_name,
    .clear = clear,
    .open = patch_open,
    .close = patch_close,
};
