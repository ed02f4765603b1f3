/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * user_settings.c - the options of the port `user`.
 */
#include "host/net/user_settings.h"

#include <arpa/inet.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* libslirp joins DIR and the name asked for in 512 bytes and cuts off what is
 * longer. */
enum {
    TFTP_PATH_MAX = 384,
    BOOTFILE_MAX = 127, /* RFC 951: 128 bytes with the zero */
};

static uint32_t bits(struct in_addr a)
{
    return ntohl(a.s_addr);
}

static struct in_addr address(uint32_t host_order)
{
    struct in_addr a = {htonl(host_order)};

    return a;
}

static bool set_address(struct in_addr *a, const char *name,
                        const char *value, char **why)
{
    if (inet_pton(AF_INET, value, a) == 1)
        return true;
    *why = g_strdup_printf("%s=%s is no IPv4 address; write four numbers "
                           "from 0 to 255 with dots",
                           name, value);
    return false;
}

static bool set_host(void *settings, const char *value, char **why)
{
    return set_address(&((struct user_settings *)settings)->host, "host",
                       value, why);
}

static bool set_dns(void *settings, const char *value, char **why)
{
    return set_address(&((struct user_settings *)settings)->dns, "dns", value,
                       why);
}

static bool set_tftp(void *settings, const char *value, char **why)
{
    struct user_settings *s = settings;
    char *path = g_canonicalize_filename(value, NULL);

    if (!g_file_test(path, G_FILE_TEST_IS_DIR))
        *why = g_strdup_printf("tftp=%s is no directory; make it or name "
                               "another",
                               value);
    else if (access(path, R_OK | X_OK) < 0)
        *why = g_strdup_printf("tftp=%s can't be read; change its mode or "
                               "name another",
                               value);
    else if (strlen(path) > TFTP_PATH_MAX)
        *why = g_strdup_printf("tftp=%s is longer than %d characters; name a "
                               "shorter path",
                               value, TFTP_PATH_MAX);
    if (*why) {
        g_free(path);
        return false;
    }
    g_free(s->tftp);
    s->tftp = path;
    return true;
}

static bool set_bootfile(void *settings, const char *value, char **why)
{
    struct user_settings *s = settings;

    if (strlen(value) > BOOTFILE_MAX) {
        *why = g_strdup_printf("bootfile=%s is longer than %d characters; "
                               "name a shorter one", value, BOOTFILE_MAX);
        return false;
    }
    g_free(s->bootfile);
    s->bootfile = g_strdup(value);
    return true;
}

/* A.B.C.D/N: N up to 29 leaves room for the unit, the host and the DNS. */
static bool set_net(void *settings, const char *value, char **why)
{
    struct user_settings *s = settings;
    char **part = g_strsplit(value, "/", 2);
    guint64 length;
    bool ok = part[0] && part[1] &&
              inet_pton(AF_INET, part[0], &s->net) == 1 &&
              g_ascii_string_to_unsigned(part[1], 10, 8, 29, &length, NULL);

    g_strfreev(part);
    if (!ok) {
        *why = g_strdup_printf("net=%s is no network; write A.B.C.D/LENGTH "
                               "with a length from 8 to 29",
                               value);
        return false;
    }
    s->mask = address(UINT32_MAX << (32 - length));
    if (s->net.s_addr & ~s->mask.s_addr) {
        char right[INET_ADDRSTRLEN];

        s->net.s_addr &= s->mask.s_addr;
        inet_ntop(AF_INET, &s->net, right, sizeof right);
        *why = g_strdup_printf("net=%s has host bits set; write net=%s/%u",
                               value, right, (unsigned)length);
        return false;
    }
    return true;
}

static bool set_restrict(void *settings, const char *value, char **why)
{
    struct user_settings *s = settings;

    s->restricted = strcmp(value, "on") == 0;
    if (s->restricted || strcmp(value, "off") == 0)
        return true;
    *why = g_strdup_printf("restrict=%s is neither on nor off", value);
    return false;
}

static bool read_socket(const char *text, struct in_addr *a, int *port)
{
    char **part = g_strsplit(text, ":", -1);
    guint64 number = 0;
    bool ok = g_strv_length(part) == 2 &&
              inet_pton(AF_INET, part[0], a) == 1 &&
              g_ascii_string_to_unsigned(part[1], 10, 1, 65535, &number, NULL);

    *port = (int)number;
    g_strfreev(part);
    return ok;
}

/* tcp:HOST:PORT-GUEST:PORT; an address has no '-'. */
static bool read_forward(struct user_forward *f, const char *value)
{
    char **end;
    bool ok;

    f->udp = g_str_has_prefix(value, "udp:");
    if (!f->udp && !g_str_has_prefix(value, "tcp:"))
        return false;
    end = g_strsplit(value + 4, "-", 2);
    ok = g_strv_length(end) == 2 &&
         read_socket(end[0], &f->host, &f->host_port) &&
         read_socket(end[1], &f->guest, &f->guest_port);
    g_strfreev(end);
    return ok;
}

static bool set_forward(void *settings, const char *value, char **why)
{
    struct user_settings *s = settings;

    if (s->forwards == USER_FORWARDS_MAX) {
        *why = g_strdup_printf("more than %d hostfwd=; leave some out",
                               USER_FORWARDS_MAX);
        return false;
    }
    if (read_forward(&s->forward[s->forwards], value)) {
        s->forwards++;
        return true;
    }
    *why = g_strdup_printf("hostfwd=%s is not understood; write "
                           "hostfwd=tcp:127.0.0.1:2323-192.168.1.1:23",
                           value);
    return false;
}

const struct port_option user_options[] = {
    {"tftp", "DIR", "its host serves the files of DIR by TFTP", set_tftp},
    {"bootfile", "NAME", "what DHCP names as the file to boot", set_bootfile},
    {"net", "192.168.1.0/24", "addresses of the segment", set_net},
    {"host", "192.168.1.2", "this computer, seen from the segment", set_host},
    {"dns", "192.168.1.3", "where name queries are answered", set_dns},
    {"hostfwd", "tcp:127.0.0.1:2323-192.168.1.1:23",
     "what comes to the first goes to the second; or udp:",
     set_forward},
    {"restrict", "on", "no way out but to TFTP and hostfwd", set_restrict},
    {NULL, NULL, NULL, NULL},
};

void user_defaults(void *settings)
{
    struct user_settings *s = settings;

    s->net = address(0xc0a80100); /* 192.168.1.0 */
    s->mask = address(0xffffff00);
}

/* An address a station can have: in the net, neither its first nor its last. */
static bool usable(const struct user_settings *s, struct in_addr a)
{
    uint32_t station = bits(a) & ~bits(s->mask);

    return (bits(a) & bits(s->mask)) == bits(s->net) && station != 0 &&
           station != ~bits(s->mask);
}

static bool need_usable(const struct user_settings *s, const char *what,
                        struct in_addr a, char **why)
{
    char text[INET_ADDRSTRLEN];

    if (usable(s, a))
        return true;
    inet_ntop(AF_INET, &a, text, sizeof text);
    *why = g_strdup_printf("%s %s is no station's address in this net; name "
                           "one inside it or give net=",
                           what, text);
    return false;
}

bool user_check(void *settings, char **why)
{
    struct user_settings *s = settings;

    if (!s->host.s_addr)
        s->host = address(bits(s->net) + 2);
    if (!s->dns.s_addr)
        s->dns = address(bits(s->net) + 3);
    if (!need_usable(s, "host", s->host, why) ||
        !need_usable(s, "dns", s->dns, why))
        return false;
    if (s->host.s_addr == s->dns.s_addr) {
        *why = g_strdup("host and dns are the same address; change one");
        return false;
    }
    for (unsigned i = 0; i < s->forwards; i++)
        if (!need_usable(s, "hostfwd to", s->forward[i].guest, why))
            return false;
    return true;
}

void user_clear(void *settings)
{
    struct user_settings *s = settings;

    g_free(s->tftp);
    g_free(s->bootfile);
}
