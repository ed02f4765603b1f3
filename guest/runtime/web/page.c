/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.c - see page.h. */
#include "guest/runtime/web/page.h"

#include <stdbool.h>

#include "guest/cli/uptime.h"
#include "guest/lib/calendar.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/features.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/report.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "guest/runtime/wire/interfaces.h"

/* --- text -------------------------------------------------------------- */

static void put(const struct page *p, const char *text)
{
    while (*text)
        p->put(p->far, *text++);
}

static void put_safe(void *far, char c)
{
    const struct page *p = far;

    switch (c) {
    case '<':
        put(p, "&lt;");
        break;
    case '>':
        put(p, "&gt;");
        break;
    case '&':
        put(p, "&amp;");
        break;
    case '"':
        put(p, "&quot;");
        break;
    default:
        p->put(p->far, c);
    }
}

static void say(const struct page *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void say(const struct page *p, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put_safe, (void *)p, fmt, ap);
    va_end(ap);
}

/* --- words ------------------------------------------------------------- */

static void hostname(const struct page *p)
{
    say(p, "%s", unit.config.state.cli.hostname);
}

static void platform(const struct page *p)
{
    say(p, "%s", unit_platform_title());
}

static void product(const struct page *p)
{
    say(p, "%s", unit.image.product);
}

static void release(const struct page *p)
{
    say(p, "%s", unit.image.release);
}

static void built(const struct page *p)
{
    say(p, "%s", unit.image.built);
}

static void manager(const struct page *p)
{
    say(p, "%s", p->manager);
}

static void processor(const struct page *p)
{
    say(p, "%s", unit.processor);
}

static void serial(const struct page *p)
{
    say(p, "%u (0x%x)", (unsigned)unit.card.serial,
        (unsigned)unit.card.serial);
}

static void ram(const struct page *p)
{
    say(p, "%u", (unsigned)(unit.boot.ram_bytes >> 20));
}

static void free_memory(const struct page *p)
{
    say(p, "%u", (unsigned)(memory_free() >> 10));
}

static void uptime(const struct page *p)
{
    char text[UPTIME_TEXT];

    uptime_text(text, sizeof text, clock_seconds());
    say(p, "%s", text);
}

static void date(const struct page *p)
{
    char text[CALENDAR_TEXT];

    wallclock_text(text, sizeof text, true);
    say(p, "%s", text);
}

/* A row for each "label: value". */
static void licence(const struct page *p)
{
    char line[FEATURES_TEXT];

    for (unsigned i = 0; features_line(line, sizeof line, i, unit.release,
                                       &unit.licence, unit.platform); i++) {
        char *value = strchr(line, ':');

        *value++ = '\0';
        while (*value == ' ' || *value == '\t')
            value++;
        put(p, "<tr><th>");
        say(p, "%s", line);
        put(p, "<td>");
        say(p, "%s", value);
        put(p, "\n");
    }
}

static void link(const struct page *p, const struct interface *in)
{
    if (in->config->shutdown) {
        put(p, "<td class=\"off\">shut down");
    } else if (!in->link.up) {
        put(p, "<td class=\"down\">no link");
    } else {
        put(p, "<td class=\"up\">");
        say(p, "%u Mbit/s, %s", in->link.mbps,
            in->link.full_duplex ? "full" : "half");
    }
}

static void interface(const struct page *p, const struct interface *in)
{
    const struct config_interface *c = in->config;
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], mac[REPORT_MAC_TEXT];

    report_mac(mac, sizeof mac, in->nic.mac);
    put(p, "<tr><td>");
    say(p, "%s", c->title);
    put(p, "<td>");
    say(p, "%s", c->name);
    link(p, in);
    put(p, "<td><code>");
    say(p, "%s", c->ip ? config_mask(c->ip, ip) : "none");
    put(p, "</code><td><code>");
    say(p, "%s", c->ip ? config_mask(c->mask, mask) : "");
    put(p, "</code><td><code>");
    say(p, "%s", mac);
    put(p, "</code><td class=\"number\">");
    say(p, "%u", (unsigned)in->nic.rx_frames);
    put(p, "<td class=\"number\">");
    say(p, "%u", (unsigned)in->nic.tx_frames);
    put(p, "\n");
}

static void interfaces(const struct page *p)
{
    for (unsigned i = 0; i < interfaces_count(); i++)
        interface(p, interface_at(i));
}

static const struct {
    const char *word;
    void (*say)(const struct page *);
} words[] = {
    {"built", built},       {"date", date},
    {"free", free_memory},  {"hostname", hostname},
    {"interfaces", interfaces}, {"licence", licence},
    {"manager", manager},   {"platform", platform},
    {"processor", processor}, {"product", product},
    {"ram", ram},           {"release", release},
    {"serial", serial},     {"uptime", uptime},
};

enum { WORDS = sizeof words / sizeof words[0] };

/* Behind "{{"; how many characters it takes, 0: it is no word. */
static size_t replace(const struct page *p, const char *text, size_t n)
{
    for (unsigned i = 0; i < WORDS; i++) {
        size_t k = strlen(words[i].word);

        if (n >= k + 2 && !memcmp(text, words[i].word, k) &&
            text[k] == '}' && text[k + 1] == '}') {
            words[i].say(p);
            return k + 2;
        }
    }
    return 0;
}

void page_render(const struct page *p, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t taken = 0;

        if (text[i] == '{' && i + 1 < n && text[i + 1] == '{')
            taken = replace(p, text + i + 2, n - i - 2);
        if (taken)
            i += taken + 1;
        else
            p->put(p->far, text[i]);
    }
}
