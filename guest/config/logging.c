/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logging.c - which messages go where; what becomes of them is guest/log's and
 * the runtime's. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/logging.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum {
    FACILITY = 20, /* LOCAL4 */
    FACILITY_MIN = 16,
    FACILITY_MAX = 23,
    QUEUE = 512,
    QUEUE_MAX = 8192,
    UDP_PORT = 514,
    TCP_PORT = 1468,
    PORT_MIN = 1025, /* of a server that has another */
    PORT_MAX = 65535,
    INSIDE = 1,
};

/* enum log_to, in the order of the text. */
static const char *const places[LOG_PLACES] = {
    "console", "monitor", "buffered", "trap", "history"};

static struct log_settings *settings(struct cli *cli)
{
    return &cli->unit->config->state.log;
}

static void changed(struct cli *cli)
{
    config_changed(cli->unit->config, CONFIG_PART_LOGGING, 0);
}

/* --- the text ---------------------------------------------------------- */

/* Until 6.1 a new unit has messages, and its text says everything. */
static bool says_all(const struct config *c)
{
    return c->release < RELEASE(6, 2, 0);
}

static void defaults(struct config *c)
{
    struct log_settings *s = &c->state.log;

    s->on = says_all(c);
    memset(s->level, LOG_NEVER, sizeof s->level);
    s->facility = FACILITY;
    s->queue = QUEUE;
}

static void generate_switch(const struct config *c, struct config_text *to,
                            bool on, const char *words)
{
    if (on)
        config_printf(to, "logging %s\n", words);
    else if (says_all(c))
        config_printf(to, "no logging %s\n", words);
}

static void host_line(const struct config *c,
                      const struct config_log_host *h, struct config_text *to)
{
    bool tcp = h->protocol == CONFIG_TCP;
    char ip[CONFIG_IP_TEXT];

    config_printf(to, "logging host %s %s",
                  c->state.interface[h->interface].name,
                  config_ip(c, h->ip, ip));
    if (tcp || h->port != UDP_PORT)
        config_printf(to, " %s/%u", tcp ? "tcp" : "udp", h->port);
    config_printf(to, "\n");
}

static void generate_device(const struct config *c, struct config_text *to)
{
    const struct log_settings *s = &c->state.log;

    switch (s->device) {
    case LOG_DEVICE_HOSTNAME:
        config_printf(to, "logging device-id hostname\n");
        break;
    case LOG_DEVICE_ADDRESS:
        config_printf(to, "logging device-id ipaddress %s\n",
                      c->state.interface[s->device_interface].name);
        break;
    case LOG_DEVICE_STRING:
        config_printf(to, "logging device-id string %s\n", s->device_text);
        break;
    default:
        break;
    }
}

static void generate(const struct config *c, struct config_text *to)
{
    const struct log_settings *s = &c->state.log;

    generate_switch(c, to, s->on, "on");
    generate_switch(c, to, s->timestamp, "timestamp");
    generate_switch(c, to, s->standby, "standby");
    for (unsigned i = 0; i < LOG_PLACES; i++) {
        const char *level = log_level_name(s->level[i]);

        if (level)
            config_printf(to, "logging %s %s\n", places[i], level);
        else
            generate_switch(c, to, false, places[i]);
    }
    if (says_all(c) || s->facility != FACILITY)
        config_printf(to, "logging facility %u\n", s->facility);
    if (says_all(c) || s->queue != QUEUE)
        config_printf(to, "logging queue %u\n", (unsigned)s->queue);
    for (unsigned i = 0; i < c->state.log_hosts; i++)
        host_line(c, &c->state.log_host[i], to);
    generate_device(c, to);
}

const struct config_row config_logging_row = {
    .name = "logging",
    .defaults = defaults,
    .generate = generate,
};

/* --- switches and levels ----------------------------------------------- */

/* The word behind "logging" in the row that was typed. */
static const char *which(const struct cli *cli)
{
    const char *words = strrchr(cli->row->words, ' ');

    return words + 1;
}

static bool is_no(const struct cli *cli)
{
    return strncmp(cli->row->words, "no ", 3) == 0;
}

static void set_switch(struct cli *cli, int argc, char **argv)
{
    struct log_settings *s = settings(cli);
    const char *word = which(cli);
    bool *what = !strcmp(word, "on") ? &s->on
                 : !strcmp(word, "timestamp") ? &s->timestamp : &s->standby;

    (void)argc, (void)argv;
    *what = !is_no(cli);
    changed(cli);
    if (what == &s->standby && *what)
        config_no_effect(cli, NULL);
}

bool logging_level(const char *text, uint8_t *to)
{
    uint32_t n;

    if (parse_u32(text, &n) && n < LOG_LEVELS) {
        *to = (uint8_t)n;
        return true;
    }
    for (unsigned i = 0; i < LOG_LEVELS; i++) {
        if (cli_abbreviates(text, log_level_name(i))) {
            *to = (uint8_t)i;
            return true;
        }
    }
    return false;
}

static void set_level(struct cli *cli, int argc, char **argv)
{
    uint8_t level = LOG_NEVER;

    (void)argc;
    if (!is_no(cli) && !logging_level(argv[0], &level)) {
        cli_printf(cli, STR_CONFIG_BAD_LEVEL "\n", argv[0]);
        return;
    }
    for (unsigned i = 0; i < LOG_PLACES; i++) {
        if (!strcmp(which(cli), places[i]))
            settings(cli)->level[i] = level;
    }
    changed(cli);
    if (!is_no(cli) && !strcmp(which(cli), places[LOG_HISTORY]))
        config_no_effect(cli, NULL);
}

static void set_facility(struct cli *cli, int argc, char **argv)
{
    uint32_t n = FACILITY;

    (void)argc;
    if (is_no(cli) ||
        config_get_number(cli, argv[0], FACILITY_MIN, FACILITY_MAX, &n))
        settings(cli)->facility = (uint8_t)n;
}

static void set_queue(struct cli *cli, int argc, char **argv)
{
    uint32_t n = QUEUE;

    (void)argc;
    if (is_no(cli) || config_get_number(cli, argv[0], 0, QUEUE_MAX, &n))
        settings(cli)->queue = n;
}

/* --- who speaks -------------------------------------------------------- */

static void set_device(struct cli *cli, enum log_device device,
                       unsigned interface, const char *text)
{
    struct log_settings *s = settings(cli);

    s->device = (uint8_t)device;
    s->device_interface = (uint8_t)interface;
    memset(s->device_text, 0, sizeof s->device_text);
    memcpy(s->device_text, text, strlen(text));
}

/* "hostname", "ipaddress IF" or "string TEXT". */
static void device_id(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    if (is_no(cli)) {
        set_device(cli, LOG_DEVICE_NONE, 0, "");
    } else if (argc == 1 && cli_abbreviates(argv[0], "hostname")) {
        set_device(cli, LOG_DEVICE_HOSTNAME, 0, "");
    } else if (argc == 2 && cli_abbreviates(argv[0], "ipaddress")) {
        if (config_get_interface(cli, argv[1], &i))
            set_device(cli, LOG_DEVICE_ADDRESS, i, "");
    } else if (argc == 2 && cli_abbreviates(argv[0], "string")) {
        if (strlen(argv[1]) <= LOG_ID_MAX)
            set_device(cli, LOG_DEVICE_STRING, 0, argv[1]);
        else
            cli_printf(cli, STR_CONFIG_BAD_DEVICE "\n", LOG_ID_MAX);
    } else {
        cli_usage(cli, "logging device-id", 17);
    }
}

/* --- servers ----------------------------------------------------------- */

/* "tcp/1468", "udp/514", "6/1468": without a port the usual one. */
static bool parse_port(struct cli *cli, const char *text,
                       struct config_log_host *h)
{
    const char *slash = strchr(text, '/');
    size_t n = slash ? (size_t)(slash - text) : strlen(text);
    uint32_t port;

    if ((n == 3 && !strncasecmp(text, "tcp", 3)) ||
        (n == 1 && text[0] == '6'))
        h->protocol = CONFIG_TCP;
    else if ((n != 3 || strncasecmp(text, "udp", 3) != 0) &&
             (n != 2 || strncmp(text, "17", 2) != 0))
        return false;
    h->port = h->protocol == CONFIG_TCP ? TCP_PORT : UDP_PORT;
    if (!slash || (parse_u32(slash + 1, &port) && port == h->port))
        return true;
    if (!config_get_number(cli, slash + 1, PORT_MIN, PORT_MAX, &port))
        return false;
    h->port = (uint16_t)port;
    return true;
}

/* "[IF] IP [PROTOCOL[/PORT]]" */
static bool parse_host(struct cli *cli, int argc, char **argv,
                       struct config_log_host *h)
{
    unsigned i = INSIDE;
    int at = 0;

    memset(h, 0, sizeof *h);
    h->protocol = CONFIG_UDP;
    h->port = UDP_PORT;
    if (argc == 3 || (argc == 2 && config_find_interface(cli->unit->config,
                                                          argv[0], &i)))
        at = 1;
    if (argc == 3 && !config_get_interface(cli, argv[0], &i))
        return false;
    if (!config_get_ip(cli, argv[at], &h->ip))
        return false;
    if (argc > at + 1 && !parse_port(cli, argv[at + 1], h)) {
        cli_usage(cli, "logging host", 12);
        return false;
    }
    h->interface = (uint8_t)i;
    if (h->ip != 0 && i < cli->unit->config->state.interfaces)
        return true;
    cli_printf(cli, STR_CONFIG_BAD_IP "\n", argv[at]);
    return false;
}

static void forget_host(struct config_state *s, uint32_t ip)
{
    for (unsigned i = 0; i < s->log_hosts; i++) {
        if (s->log_host[i].ip != ip)
            continue;
        memmove(&s->log_host[i], &s->log_host[i + 1],
                (s->log_hosts - i - 1) * sizeof s->log_host[0]);
        memset(&s->log_host[--s->log_hosts], 0, sizeof s->log_host[0]);
        return;
    }
}

/* Entering one again tries it again. */
static void set_host(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_log_host h;

    if (!parse_host(cli, argc, argv, &h))
        return;
    forget_host(s, h.ip);
    changed(cli);
    if (is_no(cli))
        return;
    if (s->log_hosts == CONFIG_LOG_HOSTS_MAX) {
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_LOG_HOSTS_MAX);
        return;
    }
    s->log_host[s->log_hosts++] = h;
    changed(cli);
}

#define BOTH(words, args, summary, min, max, run_)                          \
    {words, args, summary, CLI_CONFIG, .min_args = min, .max_args = max,    \
     .run = run_},                                                          \
    {"no " words, args, summary, CLI_CONFIG, .max_args = max, .run = run_}
#define LEVEL "<level>"

const struct command config_logging_commands[] = {
    {"logging", "", "Messages: which go where", CLI_CONFIG, .run = NULL},
    BOTH("logging buffered", LEVEL, "Messages kept here", 1, 1, set_level),
    BOTH("logging console", LEVEL, "Messages on the console", 1, 1,
         set_level),
    {"logging device-id", "hostname | ipaddress <interface> | string <text>",
     "What servers are told about who speaks", CLI_CONFIG, .min_args = 1,
     .max_args = 2, .since = RELEASE(6, 3, 0), .run = device_id},
    {"no logging device-id", "", "Nothing", CLI_CONFIG, .max_args = 2,
     .since = RELEASE(6, 3, 0), .run = device_id},
    BOTH("logging facility", "<number>", "The facility of messages", 1, 1,
         set_facility),
    BOTH("logging history", LEVEL, "Messages by SNMP", 1, 1, set_level),
    {"logging host", "[interface] <address> [tcp|udp[/<port>]]",
     "Where messages go", CLI_CONFIG, .min_args = 1, .max_args = 3,
     .run = set_host},
    {"no logging host", "[interface] <address> [tcp|udp[/<port>]]",
     "Where messages go", CLI_CONFIG, .min_args = 1, .max_args = 3,
     .run = set_host},
    BOTH("logging monitor", LEVEL, "Messages in Telnet sessions", 1, 1,
         set_level),
    BOTH("logging on", "", "Messages at all", 0, 0, set_switch),
    BOTH("logging queue", "<messages>", "Messages that may wait", 1, 1,
         set_queue),
    BOTH("logging standby", "", "Messages of the standby unit", 0, 0,
         set_switch),
    BOTH("logging timestamp", "", "Messages with the time", 0, 0,
         set_switch),
    BOTH("logging trap", LEVEL, "Messages to servers", 1, 1, set_level),
    {0},
};
