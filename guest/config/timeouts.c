/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeouts.c - timeout: how long idle things are kept. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { MINUTE = 60, HOUR = 3600, HOURS_MAX = 1193 };

#define R63 RELEASE(6, 3, 0)

/* In the order of the lines, of which each begins with `line`. */
static const struct {
    const char *word;
    uint8_t time;         /* enum rules_timeout */
    bool line;            /* begins one */
    uint32_t since, until; /* releases that print it: since <= r < until */
    uint32_t usual, least;
} rows[] = {
    {"xlate", RULES_TIME_XLATE, true, 0, 0, 3 * HOUR, MINUTE},
    {"conn", RULES_TIME_CONN, true, 0, 0, HOUR, 5 * MINUTE},
    {"half-closed", RULES_TIME_HALF_CLOSED, false, 0, 0, 10 * MINUTE,
     5 * MINUTE},
    {"udp", RULES_TIME_UDP, false, 0, 0, 2 * MINUTE, MINUTE},
    {"rpc", RULES_TIME_RPC, false, 0, 0, 10 * MINUTE, MINUTE},
    {"h225", RULES_TIME_H225, false, R63, 0, HOUR, 0},
    {"h323", RULES_TIME_H323, false, 0, R63, 5 * MINUTE, 0},
    {"h323", RULES_TIME_H323, true, R63, 0, 5 * MINUTE, 0},
    {"mgcp", RULES_TIME_MGCP, false, R63, 0, 5 * MINUTE, 0},
    {"sip", RULES_TIME_SIP, false, 0, 0, 30 * MINUTE, 5 * MINUTE},
    {"sip_media", RULES_TIME_SIP_MEDIA, false, 0, 0, 2 * MINUTE, MINUTE},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static bool has(uint32_t release, unsigned i)
{
    return rows[i].since <= release &&
           (!rows[i].until || release < rows[i].until);
}

static void defaults(struct config *c)
{
    for (unsigned i = 0; i < ROWS; i++) {
        if (has(c->release, i))
            c->state.rules.timeout_s[rows[i].time] = rows[i].usual;
    }
}

static void generate(const struct config *c, struct config_text *to)
{
    bool open = false;

    for (unsigned i = 0; i < ROWS; i++) {
        uint32_t s = c->state.rules.timeout_s[rows[i].time];
        char text[FORMAT_HMS];

        if (!has(c->release, i))
            continue;
        if (rows[i].line)
            config_printf(to, open ? "\ntimeout" : "timeout");
        open = true;
        config_printf(to, " %s %s", rows[i].word, format_hms(s, text));
    }
    config_printf(to, "\n");
}

const struct config_row config_timeout_row = {
    .name = "timeout", .defaults = defaults, .generate = generate};

/* h:mm:ss; 0:00:00 is never. */
static bool parse_time(const char *text, uint32_t *seconds)
{
    uint32_t part[3] = {0, 0, 0};

    for (unsigned i = 0; i < 3; i++) {
        if (*text < '0' || *text > '9')
            return false;
        while (*text >= '0' && *text <= '9' && part[i] < 100000)
            part[i] = part[i] * 10 + (uint32_t)(*text++ - '0');
        if (*text != (i < 2 ? ':' : '\0'))
            return false;
        text++;
    }
    *seconds = part[0] * HOUR + part[1] * MINUTE + part[2];
    return part[0] <= HOURS_MAX && part[1] < 60 && part[2] < 60;
}

static int find(const struct config *c, const char *word)
{
    for (unsigned i = 0; i < ROWS; i++) {
        if (has(c->release, i) && !strcasecmp(word, rows[i].word))
            return (int)i;
    }
    return -1;
}

/* Nothing here speaks the protocols of the others. */
static bool is_acted_on(uint8_t time)
{
    return time == RULES_TIME_XLATE || time == RULES_TIME_CONN ||
           time == RULES_TIME_HALF_CLOSED || time == RULES_TIME_UDP;
}

static void tell(struct cli *cli, int argc, char **argv)
{
    for (int a = 0; a < argc; a += 2) {
        int i = find(cli->unit->config, argv[a]);

        if (i >= 0 && !is_acted_on(rows[i].time))
            config_no_effect(cli, rows[i].word);
    }
}

static void timeout(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    uint32_t times[RULES_TIMES];

    memcpy(times, c->state.rules.timeout_s, sizeof times);
    for (int a = 0; a + 1 < argc; a += 2) {
        int i = find(c, argv[a]);
        uint32_t s;

        if (i < 0) {
            rulework_bad_word(cli, argv[a]);
            return;
        }
        if (!parse_time(argv[a + 1], &s) || (s && s < rows[i].least)) {
            cli_printf(cli, STR_CONFIG_BAD_TIMEOUT "\n", argv[a + 1],
                       (unsigned)rows[i].least / 60);
            return;
        }
        times[rows[i].time] = s;
    }
    if (argc % 2) {
        rulework_bad_word(cli, argv[argc - 1]);
        return;
    }
    memcpy(c->state.rules.timeout_s, times, sizeof times);
    rulework_changed(cli);
    tell(cli, argc, argv);
}

static void no_timeout(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;

    if (argc == 0)
        defaults(c);
    for (int a = 0; a < argc; a++) {
        int i = find(c, argv[a]);
        uint32_t s;

        if (i >= 0)
            c->state.rules.timeout_s[rows[i].time] = rows[i].usual;
        else if (!parse_time(argv[a], &s))
            rulework_bad_word(cli, argv[a]);
    }
    rulework_changed(cli);
}

static void show_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, generate);
}

const struct command config_timeout_commands[] = {
    {"clear timeout", "", "Idle things are kept as long as usual",
     CLI_CONFIG, .run = no_timeout},
    {"no timeout", "[what]", "Idle things are kept as long as usual",
     CLI_CONFIG, .max_args = 20, .run = no_timeout},
    {"show timeout", "", "How long idle things are kept", CLI_PRIVILEGED,
     .run = show_timeout},
    {"timeout", "<what> <h:mm:ss> ...", "How long idle things are kept",
     CLI_CONFIG, .min_args = 2, .max_args = 20, .run = timeout},
    {0},
};
