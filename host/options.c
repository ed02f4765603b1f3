/* SPDX-License-Identifier: GPL-2.0-or-later */
/* options.c - what was asked for: begun, judged as a whole, given back. */
#include "host/options.h"

#include <string.h>

#include "host/report.h"
#include "host/values.h"

static void net_option_clear(void *data)
{
    struct net_option *n = data;

    g_free(n->name);
    g_free(n->port);
    g_free(n->where);
}

static void unit_options_free(void *data)
{
    struct unit_options *u = data;

    g_array_free(u->nets, TRUE);
    g_free(u->file);
    g_free(u->flash);
    g_free(u->name);
    g_free(u->bios);
    g_free(u->option_rom);
    g_free(u->floppy);
    g_free(u->kernel);
    g_free(u->initrd);
    g_free(u->append);
    g_free(u->control);
    g_free(u->gdb);
    g_free(u->cable);
    console_spec_clear(&u->console);
    g_free(u);
}

struct unit_options *options_add_unit(struct options *o)
{
    struct unit_options *u = g_new0(struct unit_options, 1);

    u->cpu = -1;
    u->nets = g_array_new(FALSE, FALSE, sizeof(struct net_option));
    g_array_set_clear_func(u->nets, net_option_clear);
    console_spec_init(&u->console);
    g_ptr_array_add(o->units, u);
    return u;
}

void options_init(struct options *o)
{
    memset(o, 0, sizeof *o);
    o->clock = CLOCK_REAL;
    o->where = "";
    value_calendar("utc", &o->calendar_base);
    o->units = g_ptr_array_new_with_free_func(unit_options_free);
}

void options_clear(struct options *o)
{
    g_ptr_array_free(o->units, TRUE);
    g_free(o->answer);
    g_free(o->trace_file);
}

/* --- numbers of interfaces --------------------------------------------- */

const char *options_number(const char *value, unsigned *n)
{
    const char *colon = strchr(value, ':');
    char *number = colon ? g_strndup(value, colon - value) : NULL;
    uint64_t at = 0;
    bool ok = number && value_number(number, 0, UINT16_MAX, &at);

    g_free(number);
    *n = (unsigned)at;
    return ok ? colon + 1 : NULL;
}

const char *options_interface(const char *option, const char *example,
                              const char *value, unsigned *n, GError **err)
{
    const char *rest = options_number(value, n);

    if (rest && *n < UNIT_PORTS_MAX)
        return rest;
    if (rest)
        refuse(err, "--%s=%s: no chassis has an interface %u, the last there "
                    "can be is %d", option, value, *n, UNIT_PORTS_MAX - 1);
    else
        refuse(err, "--%s=%s does not begin with an interface number; write "
                    "it like --%s=%s", option, value, option, example);
    return NULL;
}

/* --- all of it together ------------------------------------------------ */

/* Only a hub's segments have names. */
static bool nets_fit(const struct unit_options *u, GError **err)
{
    for (guint i = 0; i < u->nets->len; i++) {
        const struct net_option *n = &g_array_index(u->nets, struct net_option,
                                                    i);
        char *value = g_strconcat(n->name, ":", n->port, NULL);
        unsigned number;
        bool ok = options_interface("net", "1:user", value, &number, err);

        g_free(value);
        if (!ok && *n->where)
            g_prefix_error(err, "%s", n->where);
        if (!ok)
            return false;
    }
    return true;
}

bool options_check(const struct options *o, const struct unit_options *u,
                   GError **err)
{
    if (o->trace_file && !o->trace)
        return refuse(err, "--trace-file without --trace: what is to be "
                           "traced? --trace=help lists what can be");
    if (!o->hub)
        return nets_fit(u, err);
    if (o->clock == CLOCK_HOLD)
        return refuse(err, "--clock=hold: a hub has no code to run; leave it "
                           "out");
    return u->nets->len > 0 ||
           refuse(err, "a hub without segments is of no use; add "
                       "--net=lan:listen:PATH, say");
}
