/* SPDX-License-Identifier: GPL-2.0-or-later */
/* points.c - breakpoints and watchpoints as gdb counts them; see points.h. */
#include "host/gdb/points.h"

#include <glib.h>
#include <string.h>

struct points {
    struct unit *unit;
    GArray *all; /* struct point */
};

static const enum cpu_point kinds[POINT_TYPES] = {
    CPU_POINT_CODE, CPU_POINT_CODE, CPU_POINT_WRITE, CPU_POINT_READ,
    CPU_POINT_ACCESS};

struct points *points_new(struct unit *unit)
{
    struct points *p = g_new0(struct points, 1);

    p->unit = unit;
    p->all = g_array_new(FALSE, FALSE, sizeof(struct point));
    return p;
}

void points_free(struct points *p)
{
    g_array_free(p->all, TRUE);
    g_free(p);
}

static const struct point *at(const struct points *p, guint i)
{
    return &g_array_index(p->all, struct point, i);
}

bool points_has(const struct points *p, uint32_t type, uint32_t linear)
{
    for (guint i = 0; i < p->all->len; i++)
        if (at(p, i)->type == type && at(p, i)->linear == linear)
            return true;
    return false;
}

static int find(const struct points *p, const struct point *wanted)
{
    for (guint i = 0; i < p->all->len; i++)
        if (!memcmp(at(p, i), wanted, sizeof *wanted))
            return (int)i;
    return -1;
}

static bool tell(struct points *p, const struct point *w, bool on)
{
    return unit_debug_point(p->unit, kinds[w->type], w->linear, w->size, on);
}

bool points_set(struct points *p, const struct point *wanted)
{
    if (find(p, wanted) >= 0)
        return true;
    if (!tell(p, wanted, true))
        return false;
    g_array_append_vals(p->all, wanted, 1);
    return true;
}

/* Whether gdb has the same one under the other type. */
static bool has_twin(const struct points *p, const struct point *of)
{
    struct point twin = *of;

    twin.type ^= 1;
    return of->type <= 1 && find(p, &twin) >= 0;
}

bool points_clear(struct points *p, const struct point *wanted)
{
    int i = find(p, wanted);

    if (i < 0)
        return true;
    g_array_remove_index_fast(p->all, (guint)i);
    return has_twin(p, wanted) || tell(p, wanted, false);
}
