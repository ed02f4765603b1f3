/* SPDX-License-Identifier: GPL-2.0-or-later */
/* location.c - see location.h. */
#include "guest/runtime/files/location.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/i386/cpu.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/net/resolver.h"
#include "guest/net/stack.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/entropy.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

enum { LABEL_MAX = 63 };

/* How often ^C is looked for. */
#define SLICE (CLOCK_SECONDS(1) / 4)

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Labels of up to 63 characters with dots between them (RFC 1123, 2.1), the
 * last one begun by a letter: what looks like an address is none. */
static bool is_host_name(const char *text)
{
    const char *label = text;

    for (; *text; text++) {
        if (*text == '.' && text == label)
            return false;
        if (*text == '.')
            label = text + 1;
        else if (!is_letter(*text) && !(*text >= '0' && *text <= '9') &&
                 *text != '-')
            return false;
        if (text - label >= LABEL_MAX)
            return false;
    }
    return is_letter(*label);
}

/* What DHCP servers said, or else what our own one says; false: none. */
static bool set_servers(void)
{
    const struct config_state *s = &unit.config.state;
    uint32_t servers[RESOLVER_SERVERS] = {0};
    unsigned n = 0;

    for (unsigned i = 0; i < s->interfaces; i++) {
        const uint32_t *dns = stack_lease_options(i)->dns;

        for (unsigned at = 0; stack_leased(i).ip && at < 2; at++) {
            if (dns[at] && n < RESOLVER_SERVERS)
                servers[n++] = dns[at];
        }
    }
    for (unsigned at = 0; n == 0 && at < RESOLVER_SERVERS; at++)
        servers[at] = s->dhcpd.dns[at];
    resolver_set_servers(servers);
    return servers[0] != 0;
}

static void wake(void *far)
{
    thread_signal(far);
}

/* False: he has typed ^C. */
static bool wait_for(struct cli *cli, const struct resolver *r,
                     struct event *event)
{
    while (r->state == RESOLVER_ASKING) {
        uint32_t flags;

        if (cli_interrupted(cli))
            return false;
        flags = cpu_save();
        if (r->state == RESOLVER_ASKING)
            thread_wait(event, clock_coarse() + SLICE);
        cpu_restore(flags);
    }
    return true;
}

/* Nobody shall guess the number and the port of the question. */
static void stir(void)
{
    uint8_t random[POOL_TAKE];

    entropy_take(random);
    stack_stir(get_le32(random));
    memset(random, 0, sizeof random);
}

static bool ask(struct cli *cli, const char *name, uint32_t *to)
{
    struct event event = {0};
    struct resolver r;
    bool waited;

    stir();
    if (!resolver_begin(&r, name, wake, &event)) {
        cli_printf(cli, "%s\n", STR_COPY_NO_MEMORY);
        return false;
    }
    interfaces_kick();
    waited = wait_for(cli, &r, &event);
    resolver_end(&r);
    *to = r.ip;
    if (!waited)
        cli_printf(cli, "%s\n", STR_COPY_STOPPED);
    else if (r.state == RESOLVER_NONE)
        cli_printf(cli, STR_LOCATION_NONE "\n", name);
    else if (r.state == RESOLVER_SILENT)
        cli_printf(cli, STR_LOCATION_SILENT "\n", name);
    return r.state == RESOLVER_FOUND;
}

bool location_get_ip(struct cli *cli, const char *text, uint32_t *to)
{
    if (!is_host_name(text) || config_find_label(&unit.config, text, to) ||
        !set_servers())
        return config_get_ip(cli, text, to);
    return ask(cli, text, to);
}
