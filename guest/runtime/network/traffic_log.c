/* SPDX-License-Identifier: GPL-2.0-or-later */
/* traffic_log.c - what happens in the firewall, as messages. */
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/runtime/network/traffic.h"
#include "guest/runtime/unit/unit.h"

enum { ICMP = 1, TCP = 6, UDP = 17, PLACE_TEXT = 24, FLAGS_TEXT = 32,
       URL_TEXT = 256, DNS = 53 };

/* --- words ------------------------------------------------------------- */

static const char *name(unsigned interface)
{
    return unit.config.state.interface[interface].name;
}

/* "1.2.3.4/80", or without a port where there are none. */
static const char *place_text(const struct firewall_event *e, uint32_t ip,
                              uint16_t port, char to[PLACE_TEXT])
{
    char text[FORMAT_IPV4];
    bool ports = e->protocol == TCP || e->protocol == UDP;

    format(to, PLACE_TEXT, ports ? "%s/%u" : "%s", format_ipv4(ip, text), port);
    return to;
}

static const char *protocol_text(uint8_t protocol, char to[PLACE_TEXT])
{
    if (protocol == ICMP)
        return "icmp";
    if (protocol == TCP)
        return "tcp";
    if (protocol == UDP)
        return "udp";
    format(to, PLACE_TEXT, "protocol %u", protocol);
    return to;
}

static const char *flags_text(uint8_t flags, char to[FLAGS_TEXT])
{
    static const char *const names[] = {"FIN ", "SYN ", "RST ", "PSH ",
                                        "ACK ", "URG "};
    int n = 0;

    to[0] = '\0';
    for (unsigned i = 0; i < 6; i++) {
        if (flags >> i & 1)
            n += format(to + n, (size_t)(FLAGS_TEXT - n), "%s", names[i]);
    }
    if (n)
        to[n - 1] = '\0';
    return to;
}

/* --- drops ------------------------------------------------------------- */

/* What most messages about a packet name. */
struct packet_words {
    char from[FORMAT_IPV4], to[FORMAT_IPV4], from_place[PLACE_TEXT],
        to_place[PLACE_TEXT], protocol[PLACE_TEXT], flags[FLAGS_TEXT];
};

static void by_list(const struct firewall_event *e, struct packet_words *w)
{
    char type[PLACE_TEXT] = "";

    if (e->protocol == ICMP)
        format(type, sizeof type, " (type %u, code %u)", e->icmp_type,
               e->icmp_code);
    log_message(106023, protocol_text(e->protocol, w->protocol), name(e->in),
                w->from_place, name(e->out), w->to_place, type,
                unit.config.state.rules.list[e->list].name);
}

static void by_level(const struct firewall_event *e, struct packet_words *w)
{
    if (e->protocol == TCP)
        log_message(106001, w->from, e->from_port, w->to, e->to_port,
                    flags_text(e->tcp_flags, w->flags), name(e->in));
    else if (e->protocol == UDP && (e->from_port == DNS || e->to_port == DNS))
        log_message(106007, w->from, e->from_port, w->to, e->to_port,
                    e->from_port == DNS ? "Response" : "Query");
    else if (e->protocol == UDP)
        log_message(106006, w->from, e->from_port, w->to, e->to_port,
                    name(e->in));
    else if (e->protocol == ICMP)
        log_message(106014, name(e->in), w->from, name(e->out), w->to,
                    e->icmp_type, e->icmp_code);
    else
        log_message(106010, protocol_text(e->protocol, w->protocol),
                    name(e->in), w->from, name(e->out), w->to);
}

static void by_translation(const struct firewall_event *e,
                           struct packet_words *w)
{
    const char *protocol = protocol_text(e->protocol, w->protocol);

    if (e->drop == DROP_SAME_INTERFACE)
        log_message(106011, protocol, name(e->in), w->from_place,
                    name(e->out), w->to_place);
    else if (e->drop == DROP_POOL_EMPTY)
        log_message(305006, "regular", protocol, name(e->in), w->from_place,
                    name(e->out), w->to_place);
    else
        log_message(305005, protocol, name(e->in), w->from_place,
                    name(e->out), w->to_place);
}

static void by_header(const struct firewall_event *e, struct packet_words *w)
{
    if (e->drop == DROP_OPTIONS)
        log_message(106012, w->from, w->to);
    else if (e->drop == DROP_SPOOF)
        log_message(106016, w->from, w->to, name(e->in));
    else if (e->drop == DROP_LAND)
        log_message(106017, w->from, w->to);
    else if (e->drop == DROP_REVERSE_PATH)
        log_message(106021, protocol_text(e->protocol, w->protocol), w->from,
                    w->to, name(e->in));
    else
        log_message(500004, e->protocol, w->from, e->from_port, w->to,
                    e->to_port);
}

static void by_fragment(const struct firewall_event *e,
                        struct packet_words *w)
{
    const char *protocol = protocol_text(e->protocol, w->protocol);

    if (e->drop == DROP_FRAGMENT)
        log_message(106020, e->fragment_size, e->fragment_offset, w->from,
                    w->to);
    else if (e->long_chain)
        log_message(209005, (unsigned)e->number, w->from, w->to,
                    protocol, e->id);
    else
        log_message(209003, (unsigned)e->number, w->from, w->to,
                    protocol, e->id);
}

/* The host is on the safer side. */
static void by_limit(const struct firewall_event *e, struct packet_words *w)
{
    log_message(201002, e->inbound ? "static" : "xlate",
                e->inbound ? w->to : w->from, (unsigned)e->used,
                (unsigned)e->number);
}

static void by_inspection(const struct firewall_event *e,
                          struct packet_words *w)
{
    char told[FORMAT_IPV4];

    if (e->number && e->protocol == UDP)
        log_message(410001, e->to_port == DNS ? "request" : "reply",
                    name(e->in), w->from, e->from_port, name(e->out), w->to,
                    e->to_port, (unsigned)e->used, (unsigned)e->number);
    else if (e->number)
        log_message(406002, w->from,
                    format_ipv4(e->number, told), w->to, name(e->in));
}

static void drop(const struct firewall_event *e, struct packet_words *w)
{
    switch (e->drop) {
    case DROP_LIST:
        if (!e->quiet)
            by_list(e, w);
        break;
    case DROP_OUTBOUND:
        log_message(106002, protocol_text(e->protocol, w->protocol), e->list,
                    w->from, e->from_port, w->to, e->to_port);
        break;
    case DROP_IMPLICIT:
    case DROP_SAME_LEVEL:
        by_level(e, w);
        break;
    case DROP_SAME_INTERFACE:
    case DROP_NO_TRANSLATION:
    case DROP_POOL_EMPTY:
        by_translation(e, w);
        break;
    case DROP_OPTIONS:
    case DROP_SPOOF:
    case DROP_LAND:
    case DROP_REVERSE_PATH:
    case DROP_TRANSPORT:
        by_header(e, w);
        break;
    case DROP_NO_CONNECTION:
        log_message(106015, w->from, e->from_port, w->to, e->to_port,
                    flags_text(e->tcp_flags, w->flags), name(e->in));
        break;
    case DROP_FRAGMENT:
    case DROP_FRAGMENTS:
        by_fragment(e, w);
        break;
    case DROP_SHUN:
        log_message(401004, w->from, w->to, name(e->in));
        break;
    case DROP_NO_ROUTE:
        log_message(110001, w->to, w->from);
        break;
    case DROP_ICMP_TO_UNIT:
        log_message(313001, e->icmp_type, e->icmp_code, w->from,
                    name(e->in));
        break;
    case DROP_HOSTS: /* which is the one on the safer side */
        log_message(407001, name(e->inbound ? e->out : e->in),
                    e->inbound ? w->to : w->from, (unsigned)e->number);
        break;
    case DROP_MEMORY:
        log_message(211001);
        break;
    case DROP_LIMIT:
        by_limit(e, w);
        break;
    case DROP_EMBRYONIC: /* EVENT_EMBRYONIC said it when it began */
        break;
    case DROP_INSPECTION:
        by_inspection(e, w);
        break;
    default:
        break;
    }
}

/* --- connections ------------------------------------------------------- */

static const char *const ends[] = {
    [END_FINS] = "TCP FINs", [END_RESET_IN] = "TCP Reset-I",
    [END_RESET_OUT] = "TCP Reset-O", [END_SYN_TIMEOUT] = "SYN Timeout",
    [END_FIN_TIMEOUT] = "FIN Timeout", [END_IDLE] = "Conn-timeout",
    [END_CLEARED] = "Xlate Clear", [END_SHUN] = "Shun",
    [END_INSPECTION] = "Flow terminated by inspection",
    [END_XLATE] = "Xlate Clear",
};

static void built(const struct firewall_event *e, struct packet_words *w)
{
    const char *way = e->inbound ? "inbound" : "outbound";
    char seen_from[FORMAT_IPV4], seen_to[FORMAT_IPV4];

    format_ipv4(e->seen_from, seen_from);
    format_ipv4(e->seen_to, seen_to);
    if (e->protocol == TCP)
        log_message(302013, way, (unsigned)e->number, name(e->in), w->from,
                    e->from_port, seen_from, e->seen_from_port, name(e->out),
                    w->to, e->to_port, seen_to, e->seen_to_port);
    else
        log_message(302015, way, (unsigned)e->number, name(e->in), w->from,
                    e->from_port, seen_from, e->seen_from_port, name(e->out),
                    w->to, e->to_port, seen_to, e->seen_to_port);
}

static void ended(const struct firewall_event *e, struct packet_words *w)
{
    char time[FORMAT_HMS];

    format_hms(e->seconds, time);
    if (e->protocol == TCP)
        log_message(302014, (unsigned)e->number, name(e->in), w->from,
                    e->from_port, name(e->out), w->to, e->to_port, time,
                    (unsigned)e->bytes, ends[e->end]);
    else
        log_message(302016, (unsigned)e->number, name(e->in), w->from,
                    e->from_port, name(e->out), w->to, e->to_port, time,
                    (unsigned)e->bytes);
}

/* --- translations and hosts -------------------------------------------- */

static void xlate(const struct firewall_event *e, struct packet_words *w)
{
    const char *kind = e->fixed ? "static" : "dynamic";
    const char *protocol = e->protocol == TCP   ? "TCP"
                           : e->protocol == UDP ? "UDP" : "ICMP";
    bool is_built = e->kind == EVENT_XLATE_BUILT;
    char time[FORMAT_HMS];

    format_hms(e->seconds, time);
    if (is_built && e->ports)
        log_message(305011, kind, protocol, name(e->in), w->from,
                    e->from_port, name(e->out), w->to, e->to_port);
    else if (is_built)
        log_message(305009, kind, name(e->in), w->from, name(e->out), w->to);
    else if (e->ports)
        log_message(305012, kind, protocol, name(e->in), w->from,
                    e->from_port, name(e->out), w->to, e->to_port, time);
    else
        log_message(305010, kind, name(e->in), w->from, name(e->out), w->to,
                    time);
}

static void host(const struct firewall_event *e, struct packet_words *w)
{
    char time[FORMAT_HMS];

    if (e->kind == EVENT_HOST_BUILT)
        log_message(609001, name(e->in), w->from);
    else
        log_message(609002, name(e->in), w->from,
                    format_hms(e->seconds, time));
}

/* An entry that wants to be told of itself. */
static void entry(const struct firewall_event *e, struct packet_words *w)
{
    char when[PLACE_TEXT] = "first hit";

    if (e->seconds)
        format(when, sizeof when, "%u-second interval",
               (unsigned)e->seconds);
    log_write(106100, e->log_level, TEXT_106100, e->text,
              e->permitted ? "permitted" : "denied",
              protocol_text(e->protocol, w->protocol), name(e->in), w->from,
              e->protocol == ICMP ? e->icmp_type : e->from_port,
              name(e->out), w->to,
              e->protocol == ICMP ? e->icmp_code : e->to_port,
              (unsigned)e->number, when);
}

/* As much of it as a message holds, to the end of its line. */
static const char *text_of(const struct firewall_event *e, char to[URL_TEXT])
{
    unsigned n = 0;

    for (; n < e->text_length && n < URL_TEXT - 1 && e->text[n] >= ' '; n++)
        to[n] = e->text[n];
    to[n] = '\0';
    return to;
}

static void url(const struct firewall_event *e, struct packet_words *w)
{
    char text[URL_TEXT];

    log_message(304001, w->from, w->to, text_of(e, text));
}

static void file(const struct firewall_event *e, struct packet_words *w)
{
    char text[URL_TEXT];

    log_message(303002, w->from, e->inbound ? "Stored" : "Retrieved", w->to,
                text_of(e, text));
}

/* Its first word is what became X. */
static void mail(const struct firewall_event *e, struct packet_words *w)
{
    char text[URL_TEXT], word[URL_TEXT];
    size_t n = 0;

    text_of(e, text);
    for (; text[n] && text[n] != ' '; n++)
        word[n] = text[n];
    word[n] = '\0';
    log_message(108002, word, w->from, w->to, text);
}

static void flood(const struct firewall_event *e, struct packet_words *w)
{
    char seen[FORMAT_IPV4];

    log_message(201003, (unsigned)e->used, (unsigned)e->number, w->from,
                e->from_port, format_ipv4(e->seen_to, seen), w->to, e->to_port,
                name(e->in));
}

void traffic_log(void *far, const struct firewall_event *e)
{
    struct packet_words w;

    (void)far;
    format_ipv4(e->from, w.from);
    format_ipv4(e->to, w.to);
    place_text(e, e->from, e->from_port, w.from_place);
    place_text(e, e->to, e->to_port, w.to_place);
    switch (e->kind) {
    case EVENT_DROP:
        drop(e, &w);
        break;
    case EVENT_CONN_BUILT:
        built(e, &w);
        break;
    case EVENT_CONN_ENDED:
        ended(e, &w);
        break;
    case EVENT_XLATE_BUILT:
    case EVENT_XLATE_ENDED:
        xlate(e, &w);
        break;
    case EVENT_HOST_BUILT:
    case EVENT_HOST_ENDED:
        host(e, &w);
        break;
    case EVENT_LIST:
        entry(e, &w);
        break;
    case EVENT_URL:
        url(e, &w);
        break;
    case EVENT_FTP:
        file(e, &w);
        break;
    case EVENT_MAIL:
        mail(e, &w);
        break;
    case EVENT_EMBRYONIC:
        flood(e, &w);
        break;
    case EVENT_FLOWS_FULL:
        log_message(106101, (unsigned)e->number);
        break;
    default:
        break;
    }
}
