/* SPDX-License-Identifier: GPL-2.0-or-later */
/* config.c - see config.h. */
#include "guest/config/config.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* As `write terminal` prints them. */
static const struct config_row *const order[] = {
    &config_interface_first_row,
    &config_nameif_row,
    &config_enable_row,
    &config_passwd_row,
    &config_hostname_row,
    &config_domain_row,
    &config_zone_row,
    &config_stored_fixup_row,
    &config_names_row,
    &config_name_row,
    &config_object_row,
    &config_access_list_row,
    &config_pager_row,
    &config_logging_row,
    &config_log_message_row,
    &config_interface_later_row,
    &config_mtu_row,
    &config_address_row,
    &config_verify_row,
    &config_stored_guard_row,
    &config_failover_row,
    &config_stored_pdm_row,
    &config_arp_row,
    &config_global_row,
    &config_nat_row,
    &config_static_row,
    &config_access_group_row,
    &config_conduit_row,
    &config_alias_row,
    &config_outbound_row,
    &config_apply_row,
    &config_established_row,
    &config_stored_nat_row,
    &config_route_row,
    &config_timeout_row,
    &config_stored_rest_row,
    &config_http_row,
    &config_stored_snmp_row,
    &config_floodguard_row,
    &config_fragment_row,
    &config_service_row,
    &config_sysopt_row,
    &config_stored_vpn_row,
    &config_icmp_row,
    &config_tftp_row,
    &config_trust_row,
    &config_telnet_row,
    &config_telnet_timeout_row,
    &config_stored_shell_row,
    &config_dhcpd_row,
    &config_user_row,
    &config_privilege_row,
    &config_terminal_row,
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

void config_defaults(struct config *config, uint32_t release,
                     unsigned interfaces)
{
    memset(&config->state, 0, sizeof config->state);
    config->release = release;
    config->state.interfaces = interfaces;
    for (unsigned i = 0; order[i]; i++) {
        if (order[i]->defaults && has(release, order[i]))
            order[i]->defaults(config);
    }
}

const char *config_missing(const struct config *c, const char *line)
{
    return c->missing ? c->missing(&c->state, line) : NULL;
}

void config_generate(const struct config *config, struct config_text *to)
{
    for (unsigned i = 0; order[i]; i++) {
        if (has(config->release, order[i]))
            order[i]->generate(config, to);
    }
}

static void add_to_digest(void *far, char c)
{
    md5_add(far, &c, 1);
}

void config_digest(const struct config *config, uint8_t digest[MD5_BYTES])
{
    struct md5 md5;
    struct config_text to = {add_to_digest, &md5};

    md5_begin(&md5);
    config_generate(config, &to);
    md5_end(&md5, digest);
}

void config_changed(struct config *config, enum config_part part,
                    unsigned index)
{
    if (config->held && part == CONFIG_PART_RULES)
        config->rules_wait = true;
    else if (config->changed)
        config->changed(part, index);
}

void config_changed_parts(struct config *config)
{
    static const enum config_part parts[] = {
        CONFIG_PART_ROUTES, CONFIG_PART_ARPS, CONFIG_PART_LOGGING,
        CONFIG_PART_FAILOVER, CONFIG_PART_DHCPD, CONFIG_PART_RULES};

    for (unsigned i = 0; i < sizeof parts / sizeof parts[0]; i++)
        config_changed(config, parts[i], 0);
}

void config_hold(struct config *config)
{
    config->held = true;
}

void config_settle(struct config *config)
{
    bool waits = config->rules_wait;

    config->rules_wait = false;
    if (waits && config->changed)
        config->changed(CONFIG_PART_RULES, 0);
}

void config_release(struct config *config)
{
    config->held = false;
    config_settle(config);
}
