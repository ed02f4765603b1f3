/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trust.c - see trust.h. */
#include "guest/runtime/files/trust.h"

#include "guest/cli/cli.h"
#include "guest/crypto/pem.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/net/url.h"
#include "guest/runtime/unit/private.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"

enum { PLACE_MAX = URL_HOST_MAX + 6, LINE_MAX = 128 };

/* --- servers ----------------------------------------------------------- */

static const char *place_text(const char *host, unsigned port,
                              char to[PLACE_MAX + 1])
{
    format(to, PLACE_MAX + 1, "%s:%u", host, port);
    return to;
}

/* A record is the fingerprint, then host:port. */
static bool is_place(const struct private_record *r, const char *place)
{
    size_t n = strlen(place);

    return r->n == CERTCHECK_PRINT + n &&
           strncasecmp((const char *)r->at + CERTCHECK_PRINT, place, n) == 0;
}

static bool find_server(const char *place, unsigned *index,
                        struct private_record *r)
{
    for (*index = 0; private_get(PRIVATE_SERVER, *index, r); ++*index) {
        if (is_place(r, place))
            return true;
    }
    return false;
}

static enum certcheck_pin pin(void *far, const uint8_t print[CERTCHECK_PRINT])
{
    struct private_record r;
    unsigned index;

    if (!find_server(far, &index, &r))
        return CERTCHECK_NO_PIN;
    return memcmp(r.at, print, CERTCHECK_PRINT) ? CERTCHECK_PIN_OTHER
                                                : CERTCHECK_PIN_SAME;
}

struct certcheck *trust_check(const char *host, uint16_t port)
{
    static struct certcheck_der cas[CERTCHECK_CAS];
    static char place[PLACE_MAX + 1];
    static struct certcheck check;
    struct private_record r;

    check = (struct certcheck){
        .host = host,
        .now = wallclock_now(NULL),
        .off = unit.config.state.no_ca_check,
        .cas = cas,
        .pin = pin,
        .far = place,
    };
    place_text(host, port, place);
    while (check.ca_count < CERTCHECK_CAS &&
           private_get(PRIVATE_CA, check.ca_count, &r))
        cas[check.ca_count++] = (struct certcheck_der){r.at, r.n};
    return &check;
}

static void show_print(struct cli *cli, const uint8_t print[CERTCHECK_PRINT])
{
    for (unsigned i = 0; i < CERTCHECK_PRINT; i++)
        cli_printf(cli, "%s%02x", i == 0 ? "  SHA-256 " : i == 16
                                      ? "\n          " : ":", print[i]);
    cli_printf(cli, "\n");
}

bool trust_ask(struct cli *cli, const char *host, uint16_t port,
               const uint8_t print[CERTCHECK_PRINT])
{
    char place[PLACE_MAX + 1], typed[16];
    const char *why;

    show_print(cli, print);
    if (!cli_ask(cli, STR_TRUST_ASK, typed, sizeof typed) ||
        !cli_abbreviates(typed, "yes"))
        return false;
    place_text(host, port, place);
    why = private_add(PRIVATE_SERVER, print, CERTCHECK_PRINT, place,
                      (uint32_t)strlen(place));
    if (why)
        cli_printf(cli, "%s\n", why);
    return !why;
}

/* --- commands ---------------------------------------------------------- */

static bool has_room(struct cli *cli)
{
    struct private_record r;

    if (!private_get(PRIVATE_CA, CERTCHECK_CAS - 1, &r))
        return true;
    cli_printf(cli, STR_TRUST_FULL "\n", CERTCHECK_CAS);
    return false;
}

/* What is pasted, up to the line that ends it. */
static void paste(struct cli *cli, struct pem *pem)
{
    char line[LINE_MAX];
    const char *why;

    cli_printf(cli, "%s\n", STR_TRUST_PASTE);
    pem_begin(pem);
    while (pem->state == PEM_GOING) {
        if (!cli_ask(cli, "", line, sizeof line))
            return;
        pem_line(pem, line);
    }
    if (pem->state != PEM_DONE || !certcheck_is_ca(pem->der, pem->n)) {
        cli_printf(cli, "%s\n", STR_TRUST_NO_CA);
        return;
    }
    why = has_room(cli) ? private_add(PRIVATE_CA, pem->der, pem->n, NULL, 0)
                        : NULL;
    if (why)
        cli_printf(cli, "%s\n", why);
}

static void ca_trust(struct cli *cli, int argc, char **argv)
{
    static struct pem pem;
    static bool used;

    (void)argc, (void)argv;
    if (used) {
        cli_printf(cli, "%s\n", STR_TRUST_BUSY);
    } else if (has_room(cli)) {
        used = true;
        paste(cli, &pem);
        used = false;
    }
}

static void no_ca_trust(struct cli *cli, int argc, char **argv)
{
    const char *why;
    uint32_t i;

    (void)argc;
    if (!config_get_number(cli, argv[0], 1, CERTCHECK_CAS, &i))
        return;
    why = private_remove(PRIVATE_CA, i - 1);
    if (why)
        cli_printf(cli, "%s\n", why);
}

static void no_ca_server(struct cli *cli, int argc, char **argv)
{
    char place[PLACE_MAX + 1];
    struct private_record r;
    const char *why = STR_TRUST_NO_SERVER;
    unsigned index;

    (void)argc;
    if (strchr(argv[0], ':'))
        format(place, sizeof place, "%s", argv[0]);
    else
        place_text(argv[0], URL_PORT_HTTPS, place);
    if (find_server(place, &index, &r))
        why = private_remove(PRIVATE_SERVER, index);
    if (why)
        cli_printf(cli, "%s\n", why);
}

static void show_ca_trust(struct cli *cli, int argc, char **argv)
{
    struct private_record r;
    uint8_t print[CERTCHECK_PRINT];

    (void)argc, (void)argv;
    for (unsigned i = 0; private_get(PRIVATE_CA, i, &r); i++) {
        certcheck_print(r.at, r.n, print);
        cli_printf(cli, STR_TRUST_CA "\n", i + 1);
        show_print(cli, print);
    }
    for (unsigned i = 0; private_get(PRIVATE_SERVER, i, &r); i++) {
        memcpy(print, r.at, sizeof print); /* it may go while it is shown */
        cli_printf(cli, STR_TRUST_SERVER "\n",
                   (int)(r.n - CERTCHECK_PRINT),
                   (const char *)r.at + CERTCHECK_PRINT);
        show_print(cli, print);
    }
    if (unit.config.state.no_ca_check)
        cli_printf(cli, "%s\n", STR_TRUST_OFF);
}

#define SINCE .since = RELEASE(6, 2, 0)

const struct command trust_commands[] = {
    {"ca trust", "", "Paste the certificate of an authority", CLI_CONFIG,
     SINCE, .run = ca_trust},
    {"no ca server", "<location>[:<port>]", "Forget a server's certificate",
     CLI_CONFIG, SINCE, .min_args = 1, .max_args = 1, .run = no_ca_server},
    {"no ca trust", "<number>", "Forget an authority", CLI_CONFIG, SINCE,
     .min_args = 1, .max_args = 1, .run = no_ca_trust},
    {"show ca trust", "", "Authorities and servers that are known",
     CLI_PRIVILEGED, SINCE, .run = show_ca_trust},
    {0},
};
