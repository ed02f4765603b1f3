/* SPDX-License-Identifier: GPL-2.0-or-later */
/* monitor.c - the commands of the monitor; one row each. */
#include "guest/netboot/monitor.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/netboot/ping.h"
#include "guest/netboot/strings.h"

struct command {
    const char *name;
    const char *argument; /* as the list shows it */
    const char *help;
    void (*run)(struct monitor *, const char *argument); /* "": none */
};

enum { HELP_WIDTH = 15, DESCRIPTION = 96 };

static void say(struct monitor *m, const char *line)
{
    net_print(&m->net, "%s\n", line);
}

/* --- addresses --------------------------------------------------------- */

/* Multicast and what is beyond it can't be anybody's. */
static bool read_address(struct monitor *m, const char *text, uint32_t *to)
{
    uint32_t address;

    if (!parse_ipv4(text, &address) || address >= 0xe0000000) {
        say(m, STR_BAD_ADDRESS);
        return false;
    }
    *to = address;
    return true;
}

/* With an argument sets, without one shows; nothing set is an empty line. */
static void address_command(struct monitor *m, const char *name,
                            const char *argument, uint32_t *value)
{
    char text[FORMAT_IPV4];

    if (*argument && !read_address(m, argument, value))
        return;
    if (*value)
        net_print(&m->net, "%s %s\n", name, format_ipv4(*value, text));
    else
        say(m, "");
}

static void run_address(struct monitor *m, const char *argument)
{
    address_command(m, "address", argument, &m->net.address);
}

static void run_server(struct monitor *m, const char *argument)
{
    address_command(m, "server", argument, &m->server);
}

static void run_gateway(struct monitor *m, const char *argument)
{
    address_command(m, "gateway", argument, &m->net.gateway);
}

/* --- interfaces -------------------------------------------------------- */

static void list_ports(struct monitor *m)
{
    const struct monitor_ports *p = m->ports;
    char text[DESCRIPTION];

    for (unsigned i = 0; i < p->count; i++) {
        p->describe(p->far, i, false, text, sizeof(text));
        net_print(&m->net, "%u: %s\n", i, text);
    }
    if (!p->count)
        say(m, STR_NO_PORTS);
}

static void show_port(struct monitor *m)
{
    char text[DESCRIPTION];

    m->ports->describe(m->ports->far, m->port, true, text, sizeof(text));
    net_print(&m->net, "\nUsing %u: %s\n", m->port, text);
}

static bool open_port(struct monitor *m)
{
    m->ready = m->port < m->ports->count &&
               m->ports->open(m->ports->far, m->port, &m->net.port);
    return m->ready;
}

static void run_interface(struct monitor *m, const char *argument)
{
    uint32_t number = m->port;

    if (*argument &&
        (!parse_u32(argument, &number) || number >= m->ports->count)) {
        say(m, STR_BAD_INTERFACE);
        return;
    }
    list_ports(m);
    if (!m->ports->count)
        return;
    if (*argument || !m->ready) {
        m->port = number;
        if (!open_port(m))
            return;
    }
    show_port(m);
}

/* What cannot be done without an address and a port. */
static bool can_talk(struct monitor *m)
{
    if (!m->net.address) {
        say(m, STR_NO_ADDRESS);
        return false;
    }
    if (!m->ports->count) {
        say(m, STR_NO_PORTS);
        return false;
    }
    /* The cable may have been plugged in since. */
    return m->ready || open_port(m);
}

/* --- network ----------------------------------------------------------- */

static void run_file(struct monitor *m, const char *argument)
{
    if (strlen(argument) > TFTP_FILE_MAX) {
        net_print(&m->net, STR_BAD_FILE "\n", TFTP_FILE_MAX);
        return;
    }
    if (*argument)
        format(m->file, sizeof(m->file), "%s", argument);
    net_print(&m->net, *m->file ? "file %s\n" : "%s\n", m->file);
}

static void run_ping(struct monitor *m, const char *argument)
{
    uint32_t to;

    if (!*argument)
        say(m, STR_NO_HOST);
    else if (read_address(m, argument, &to) && can_talk(m))
        ping(&m->net, to);
}

static void run_tftp(struct monitor *m, const char *argument)
{
    struct tftp_request request = {
        .server = m->server,
        .file = m->file,
        .to = m->owner->file,
        .room = m->owner->room,
        .timeout_s = m->timeout_s,
    };
    size_t bytes;

    (void)argument;
    if (!m->server && m->net.address) {
        say(m, STR_NO_SERVER);
        return;
    }
    if (!*m->file && m->net.address) {
        say(m, STR_NO_FILE);
        return;
    }
    if (!can_talk(m) || !tftp_get(&m->net, &request, &bytes))
        return;
    say(m, "");
    m->owner->start(m->owner->far, m->owner->file, bytes);
}

static void run_timeout(struct monitor *m, const char *argument)
{
    uint32_t seconds = m->timeout_s;

    if (*argument && (!parse_u32(argument, &seconds) || seconds < 1 ||
                      seconds > TFTP_TIMEOUT_MAX_S)) {
        say(m, STR_BAD_TIMEOUT);
        return;
    }
    m->timeout_s = seconds;
    net_print(&m->net, "timeout %u\n", m->timeout_s);
}

static void run_trace(struct monitor *m, const char *argument)
{
    (void)argument;
    m->net.trace = !m->net.trace;
    say(m, m->net.trace ? STR_TRACE_ON : STR_TRACE_OFF);
}

static void run_reload(struct monitor *m, const char *argument)
{
    (void)argument;
    m->owner->reload(m->owner->far);
}

/* --- the table --------------------------------------------------------- */

static void run_help(struct monitor *m, const char *argument);

static const struct command commands[] = {
    { "?", "", "this help message", run_help },
    { "address", "[addr]", "set IP address", run_address },
    { "file", "[name]", "set boot file name", run_file },
    { "gateway", "[addr]", "set IP gateway", run_gateway },
    { "help", "", "this help message", run_help },
    { "interface", "[num]", "select TFTP interface", run_interface },
    { "ping", "<addr>", "send ICMP echo", run_ping },
    { "reload", "", "halt and reload system", run_reload },
    { "server", "[addr]", "set server IP address", run_server },
    { "tftp", "", "TFTP download", run_tftp },
    { "timeout", "", "TFTP timeout", run_timeout },
    { "trace", "", "toggle packet tracing", run_trace },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void run_help(struct monitor *m, const char *argument)
{
    (void)argument;
    for (unsigned i = 0; i < COMMANDS; i++) {
        const struct command *c = &commands[i];
        net_print(&m->net, "%s%*s %s\n", c->name,
                  HELP_WIDTH - (int)strlen(c->name), c->argument, c->help);
    }
}

/* NULL: no command, or several, begin like that. */
static const struct command *find(const char *word)
{
    const struct command *found = NULL;
    size_t n = strlen(word);

    for (unsigned i = 0; i < COMMANDS; i++) {
        if (strncasecmp(commands[i].name, word, n))
            continue;
        if (found)
            return NULL;
        found = &commands[i];
        if (strlen(found->name) == n)
            break;
    }
    return found;
}

/* Cuts the next word off; "" at the end. */
static char *next_word(char **at)
{
    char *word, *p = *at;

    while (*p == ' ')
        p++;
    word = p;
    while (*p && *p != ' ')
        p++;
    if (*p)
        *p++ = 0;
    *at = p;
    return word;
}

void monitor_line(struct monitor *m, char *line)
{
    char *name = next_word(&line);
    char *argument = next_word(&line);

    if (!*name)
        return;
    const struct command *c = find(name);
    if (!c || *next_word(&line))
        say(m, STR_BAD_COMMAND);
    else
        c->run(m, argument);
}

void monitor_init(struct monitor *m, const struct host *host,
                  const struct monitor_ports *ports,
                  const struct monitor_owner *owner)
{
    memset(m, 0, sizeof(*m));
    m->host = host;
    m->ports = ports;
    m->owner = owner;
    m->net.host = host;
    m->prompt.host = host;
    m->timeout_s = TFTP_TIMEOUT_S;
}

void monitor_begin(struct monitor *m)
{
    list_ports(m);
    m->port = m->ports->count > 1;
    if (m->ports->count && open_port(m))
        show_port(m);
    say(m, "Use ? for help.");
}

void monitor_run(struct monitor *m)
{
    for (;;) {
        char *line = prompt_read(&m->prompt, m->owner->prompt);
        m->net.column = 0;
        monitor_line(m, line);
    }
}
