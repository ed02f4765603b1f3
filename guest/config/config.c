/* SPDX-License-Identifier: GPL-2.0-or-later */
/* config.c - see config.h. */
#include "guest/config/config.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"

static const struct config_row *const order[] = {
    &config_enable_row, &config_passwd_row, &config_hostname_row,
    &config_domain_row, &config_pager_row, &config_terminal_row,
    NULL,
};

void config_printf(struct config_text *to, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(to->put, to->far, fmt, ap);
    va_end(ap);
}

static bool has(uint32_t release, const struct config_row *row)
{
    return row->since <= release && (!row->until || release < row->until);
}

void config_defaults(struct config *config, uint32_t release)
{
    memset(&config->state, 0, sizeof config->state);
    config->release = release;
    for (unsigned i = 0; order[i]; i++) {
        if (order[i]->defaults && has(release, order[i]))
            order[i]->defaults(config);
    }
}

void config_generate(const struct config *config, struct config_text *to)
{
    for (unsigned i = 0; order[i]; i++) {
        if (has(config->release, order[i]))
            order[i]->generate(config, to);
    }
}
