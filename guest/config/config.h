/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * config.h - the running configuration: state, and the text made from it.
 *
 * What is configured is struct config_state and nothing else; commands change
 * it, `write terminal` is generated from it, and executing that text on the
 * defaults gives the same state again (a property that is a test).
 *
 * Each part of the configuration is a row (struct config_row): its defaults
 * and its lines.  The commands that change it are rows of the command
 * language in the same file.  Addresses are numbers, 10.0.0.1 is 0a000001h.
 */
#ifndef GUEST_CONFIG_CONFIG_H
#define GUEST_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/cli/cli.h"
#include "guest/firewall/rules.h"
#include "guest/lib/md5.h"
#include "guest/lib/password.h"
#include "guest/lib/zone.h"
#include "guest/log/log.h"

enum {
    CONFIG_INTERFACES_MAX = 16,
    CONFIG_NAME_MAX = 47, /* of an interface */
    CONFIG_ROUTES_MAX = 64,
    CONFIG_ROUTES_ALL = CONFIG_ROUTES_MAX + CONFIG_INTERFACES_MAX,
    CONFIG_ARPS_MAX = 64,
    CONFIG_NAMES_MAX = 256,
    CONFIG_LABEL_MAX = 63, /* a name for an address */
    CONFIG_PERMITS_MAX = 16,
    CONFIG_LOG_HOSTS_MAX = 16,
    CONFIG_TCP = 6, /* protocols of IP */
    CONFIG_UDP = 17,
    CONFIG_PATH_MAX = 127,
    CONFIG_IP_TEXT = CONFIG_LABEL_MAX + 1,
    CONFIG_MAC_TEXT = 15,
    CONFIG_FAILOVER_KEY_MAX = 63,
    CONFIG_FAILOVER_NONE = 255, /* no interface */
    CONFIG_USERS_MAX = 32,
    CONFIG_PRIVILEGES_MAX = 128,
    CONFIG_COMMAND_MAX = 31, /* of `privilege` */
    CONFIG_STORED_MAX = 24576,
    CONFIG_DHCPD_OPTIONS = 512, /* bytes of further options, as they go out */
    CONFIG_TEXT_LEAST = 65280, /* what any flash has room for (docs/flash.md) */
    CONFIG_MTU_MIN = 64,
    CONFIG_MTU_MAX = 65535,
};

struct config_interface {
    char title[16];                 /* "ethernet0" */
    char name[CONFIG_NAME_MAX + 1]; /* "outside" */
    uint8_t security;
    uint8_t speed; /* of config_speeds[] */
    bool shutdown;
    uint16_t mtu;
    uint32_t ip, mask; /* 0: none */
    bool dhcp;         /* ip and mask are leased, and no lines */
    uint32_t gateway;  /* leased with them; 0: none */
    bool pppoe;        /* only kept: there is no client of PPPoE */
    bool setroute;     /* the default route comes from there, too */
    uint8_t retry;     /* times the server is asked */
};

struct config_route {
    uint8_t interface;
    uint8_t metric;
    uint32_t ip, mask, gateway;
};

struct config_arp {
    uint8_t interface;
    bool alias; /* answered for others too */
    uint8_t mac[6];
    uint32_t ip;
};

struct config_name {
    uint32_t ip;
    char label[CONFIG_LABEL_MAX + 1];
};

/* Who may come in: telnet, http. */
struct config_permit {
    uint8_t interface;
    uint32_t ip, mask;
};

enum config_failover_unit {
    CONFIG_UNIT_CABLE, /* as its end of the cable says */
    CONFIG_UNIT_PRIMARY,
    CONFIG_UNIT_SECONDARY,
};

struct config_failover {
    bool on, replicate_http, lan;
    uint8_t lan_unit;            /* enum config_failover_unit */
    uint8_t lan_interface, link; /* CONFIG_FAILOVER_NONE */
    char lan_key[CONFIG_FAILOVER_KEY_MAX + 1];
    uint32_t poll_s, timeout_s;
    uint32_t ip[CONFIG_INTERFACES_MAX]; /* of the standby unit; 0: none */
    struct {
        bool set;
        uint8_t active[6], standby[6];
    } mac[CONFIG_INTERFACES_MAX];
};

struct config_dhcpd {
    struct {
        uint32_t first, last; /* 0: no pool */
        bool on;
    } pool[CONFIG_INTERFACES_MAX];
    uint32_t dns[2], wins[2];  /* 0: none */
    uint32_t lease_s, ping_ms; /* 0: as usual, and no line */
    char domain[CLI_HOSTNAME_MAX + 1];
    bool auto_config;
    uint8_t auto_interface; /* whose lease has what is not given here */
    uint16_t options_n;
    uint8_t options[CONFIG_DHCPD_OPTIONS]; /* code, length, bytes */
};

struct config_log_host {
    uint8_t interface;
    uint8_t protocol; /* CONFIG_TCP, CONFIG_UDP */
    uint16_t port;
    uint32_t ip;
};

/* Somebody whom this unit knows by name. */
struct config_user {
    char name[CLI_USER_MAX + 1];
    char hash[PASSWORD_HASH + 1]; /* "": no password */
    uint8_t level;
};

enum config_privilege_what {
    CONFIG_PRIVILEGE_ANY,
    CONFIG_PRIVILEGE_SHOW,
    CONFIG_PRIVILEGE_CLEAR,
    CONFIG_PRIVILEGE_CONFIGURE,
};

/* The level that a command takes. */
struct config_privilege {
    char command[CONFIG_COMMAND_MAX + 1]; /* its first word */
    uint8_t what; /* enum config_privilege_what */
    uint8_t mode; /* CLI_ENABLE, CLI_CONFIG; 0: both */
    uint8_t level;
};

/* Only what was configured; no pointers, unused places are zero, so that two
 * states are the same when their bytes are. */
struct config_state {
    struct cli_settings cli;
    char passwd_hash[PASSWORD_HASH + 1];
    char domain[CLI_HOSTNAME_MAX + 1];
    struct zone zone;
    unsigned interfaces;
    struct config_interface interface[CONFIG_INTERFACES_MAX];
    unsigned routes;
    struct config_route route[CONFIG_ROUTES_MAX];
    unsigned arps;
    struct config_arp arp[CONFIG_ARPS_MAX];
    uint32_t arp_timeout_s;
    bool use_names; /* print them in place of addresses */
    unsigned names;
    struct config_name name[CONFIG_NAMES_MAX];
    unsigned telnets;
    struct config_permit telnet[CONFIG_PERMITS_MAX];
    uint32_t telnet_timeout_min;
    bool http_server;
    unsigned https;
    struct config_permit http[CONFIG_PERMITS_MAX];
    uint8_t tftp_interface;
    uint32_t tftp_server; /* 0: none */
    char tftp_path[CONFIG_PATH_MAX + 1];
    bool no_ca_check; /* take any web server */
    struct config_failover failover;
    struct config_dhcpd dhcpd;
    struct log_settings log;
    unsigned log_hosts;
    struct config_log_host log_host[CONFIG_LOG_HOSTS_MAX];
    struct rules rules;
    unsigned users;
    struct config_user user[CONFIG_USERS_MAX];
    unsigned privileges;
    struct config_privilege privilege[CONFIG_PRIVILEGES_MAX];
    char stored[CONFIG_STORED_MAX]; /* guest/config/stored.c */
};

/* What has to follow when the configuration changes. */
enum config_part {
    CONFIG_PART_INTERFACE, /* speed, shutdown, mtu or address of one */
    CONFIG_PART_ROUTES,
    CONFIG_PART_ARPS,
    CONFIG_PART_FAILOVER,
    CONFIG_PART_DHCPD,
    CONFIG_PART_LOGGING, /* what must be tried again, too */
    CONFIG_PART_HITS, /* of list `index`, or of all (0), from 0 again */
    CONFIG_PART_RULES, /* of the firewall; names and levels of interfaces */
};

/* Where the saved text lies. */
struct config_store {
    void *far;
    /* Length of what is there, 0: nothing; -1: it cannot be read. */
    int (*read)(void *far, char *to, uint32_t room);
    /* NULL: done; else why not. */
    const char *(*write)(void *far, const char *text, uint32_t n);
    const char *(*erase)(void *far);
    /* "by enable_15 at 12:54:16.272 UTC ..." */
    void (*stamp)(void *far, char *to, size_t n);
};

struct config {
    uint32_t release;
    const char *release_text; /* "6.2(1)" */
    struct config_state state;

    void (*changed)(enum config_part, unsigned index); /* may be NULL */
    const struct config_store *store;                  /* may be NULL */
    /* What config_missing() says; may be NULL. */
    const char *(*missing)(const struct config_state *, const char *line);
    unsigned dhcpd_max; /* addresses a pool may have */
    bool unguarded;      /* Guards are not licensed */
    unsigned unlicensed; /* interfaces that are there besides */

    uint8_t checksum[MD5_BYTES]; /* of the saved text; of nothing: of "" */
    uint8_t known[MD5_BYTES];    /* of the running one when last the same */

    /* While a text is executed nobody is told of rules until somebody goes by
     * them: each change would have all of them prepared anew. */
    bool held, rules_wait;

    const void *user; /* whose command uses text[]; NULL: nobody's */
    bool only_read;   /* and shows it: whoever does more may take it */
    char *text; /* lent by the owner, text_room + 1 bytes */
    uint32_t text_room;
};

/* Where generated text goes. */
struct config_text {
    void (*put)(void *far, char c);
    void *far;
};

void config_printf(struct config_text *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

struct config_row {
    const char *name;
    uint32_t since, until; /* releases that have it: since <= r < until; 0 */
    void (*defaults)(struct config *);
    void (*generate)(const struct config *, struct config_text *);
};

/* As a new unit of this release with so many interfaces has it. */
void config_defaults(struct config *, uint32_t release, unsigned interfaces);

/* The licensed feature that a line needs besides those that are there, and the
 * unit lacks; NULL: none. */
const char *config_missing(const struct config *, const char *line);

/* The lines, in the order of the release. */
void config_generate(const struct config *, struct config_text *);

/* Digest of the lines as they are now. */
void config_digest(const struct config *, uint8_t digest[MD5_BYTES]);

void config_changed(struct config *, enum config_part, unsigned index);
/* Every part but single interfaces, when all of it may be another. */
void config_changed_parts(struct config *);
/* Between them CONFIG_PART_RULES waits; config_release() tells it, and
 * config_settle() to who is about to go by the rules meanwhile. */
void config_hold(struct config *);
void config_settle(struct config *);
void config_release(struct config *);

/* The nth route: the configured ones, and behind them those that came with
 * leases.  False: there are no more. */
bool config_route_at(const struct config *, unsigned n,
                     struct config_route *to);

/* --- for the commands -------------------------------------------------- */

/* To the terminal of the user who asked; lines of some kind on it. */
struct config_text config_to_user(struct cli *);
void config_show(struct cli *, void (*generate)(const struct config *,
                                                struct config_text *));

/* Each says what is wrong and returns false. */
bool config_get_number(struct cli *, const char *text, uint32_t min,
                       uint32_t max, uint32_t *to);
bool config_get_ip(struct cli *, const char *text, uint32_t *to);
bool config_get_mask(struct cli *, const char *text, uint32_t *to);
bool config_get_interface(struct cli *, const char *text, unsigned *to);

/* Tells whoever typed it that nothing acts on what he typed, or on that word
 * of it (NULL: all of it); a text that was saved is not told. */
void config_no_effect(struct cli *, const char *word);

/* "e0" and "eth0" are ethernet0: letters that begin it, then its number. */
bool config_is_title(const char *typed, const char *title);

/* By its name ("inside"), or by name or title, which may be abbreviated;
 * false: none, or more than one. */
bool config_find_name(const struct config *, const char *text, unsigned *to);
bool config_find_interface(const struct config *, const char *text,
                           unsigned *to);

/* The address that `name` gave this name; false: none did. */
bool config_find_label(const struct config *, const char *text, uint32_t *to);

/* An address, or its name where names are used. */
const char *config_ip(const struct config *, uint32_t ip,
                      char to[CONFIG_IP_TEXT]);
/* Never a name. */
const char *config_mask(uint32_t mask, char to[CONFIG_IP_TEXT]);

/* 0090.2712.3456, with fewer digits, too; false: none, or one of a group. */
bool config_parse_mac(const char *text, uint8_t mac[6]);
const char *config_mac(const uint8_t mac[6], char to[CONFIG_MAC_TEXT]);

/* "IP [MASK] [IF]", into a list of CONFIG_PERMITS_MAX, or out of it. */
void config_permit(struct cli *, int argc, char **argv,
                   struct config_permit *list, unsigned *count);
void config_no_permit(struct cli *, int argc, char **argv,
                      struct config_permit *list, unsigned *count);
void config_print_permit(const struct config *, const struct config_permit *,
                         const char *before, struct config_text *);
bool config_permits(const struct config_permit *list, unsigned count,
                    unsigned interface, uint32_t ip);

enum { CONFIG_DHCPD_LEASE_S = 3600, CONFIG_DHCPD_PING_MS = 750 };

/* Is it ones and then zeros? */
bool config_is_mask(uint32_t mask);
/* By the class of the address. */
uint32_t config_natural_mask(uint32_t ip);

/* --- rows and commands, a file each ------------------------------------ */

extern const char *const config_speeds[]; /* "auto" first; NULL ends */

extern const struct config_row config_enable_row, config_passwd_row,
    config_hostname_row, config_domain_row, config_zone_row, config_pager_row,
    config_terminal_row, config_interface_first_row,
    config_interface_later_row, config_nameif_row, config_mtu_row,
    config_address_row, config_route_row, config_arp_row, config_names_row,
    config_name_row, config_telnet_row, config_telnet_timeout_row,
    config_tftp_row, config_trust_row, config_http_row,
    config_stored_fixup_row, config_stored_snmp_row, config_logging_row,
    config_log_message_row, config_user_row, config_privilege_row,
    config_stored_guard_row, config_failover_row, config_stored_pdm_row,
    config_stored_nat_row, config_nat_row, config_global_row,
    config_timeout_row, config_verify_row, config_icmp_row,
    config_floodguard_row, config_fragment_row, config_service_row,
    config_sysopt_row, config_stored_vpn_row,
    config_static_row, config_access_list_row, config_access_group_row,
    config_alias_row, config_outbound_row, config_apply_row,
    config_established_row,
    config_conduit_row, config_object_row, config_stored_rest_row,
    config_stored_shell_row, config_dhcpd_row;

extern const struct command config_basic_commands[],
    config_interface_commands[], config_nameif_commands[],
    config_route_commands[], config_name_commands[],
    config_telnet_commands[],
    config_failover_commands[], config_logging_commands[],
    config_clear_commands[], config_log_message_commands[],
    config_user_commands[], config_privilege_commands[],
    config_save_commands[], config_http_commands[],
    config_trust_commands[], config_translation_commands[],
    config_object_commands[],
    config_timeout_commands[], config_guard_commands[],
    config_static_commands[], config_access_commands[],
    config_access_group_commands[], config_alias_commands[],
    config_established_commands[],
    config_outbound_commands[], config_sysopt_commands[],
    config_dhcpd_commands[], config_zone_commands[];

#endif
