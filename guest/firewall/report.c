/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.c - events, each once, with what a message about it wants to say. */
#include "guest/firewall/firewall_int.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

static void tell(struct firewall *f, const struct firewall_event *e)
{
    if (f->calls.event && !f->standby)
        f->calls.event(f->calls.far, e);
}

void report_drop(struct firewall *f, const struct packet *k, unsigned out)
{
    struct firewall_event e = {
        .kind = EVENT_DROP, .drop = k->drop, .protocol = k->protocol,
        .tcp_flags = k->flags, .icmp_type = k->icmp_type,
        .icmp_code = k->icmp_code, .in = k->in, .out = out, .from = k->from,
        .to = k->to, .from_port = k->from_port, .to_port = k->to_port,
        .list = k->list, .quiet = k->quiet,
        .long_chain = k->long_chain,
        .number = k->drop == DROP_HOSTS ? f->place->hosts : k->limit,
        .used = k->used,
        .inbound = !translate_safer(f, k->in, out)};

    if (k->n >= IP_HEADER) {
        e.id = get_be16(k->bytes + 4);
        e.fragment_offset = (uint16_t)(get_be16(k->bytes + 6) << 3);
        e.fragment_size = (uint16_t)k->transport_n;
    }

    f->counts.drop[k->drop]++;
    tell(f, &e);
}

void report_flow(struct firewall *f, const struct packet *k, unsigned out,
                 const struct rules_ace *a, struct firewall_event *told)
{
    *told = (struct firewall_event){
        .kind = EVENT_LIST, .protocol = k->protocol,
        .icmp_type = k->icmp_type, .icmp_code = k->icmp_code, .in = k->in,
        .out = out, .from = k->from, .to = k->to, .from_port = k->from_port,
        .to_port = k->to_port, .list = a->list, .number = 1,
        .text = f->lists.label[a->list],
        .text_length = (unsigned)strlen(f->lists.label[a->list]),
        .permitted = a->action == RULES_PERMIT,
        .log_level = a->log == RULES_LOG_ON ? a->log_level : 6};
    tell(f, told);
}

void report_flow_again(struct firewall *f, const struct firewall_event *told,
                       uint32_t hits, uint32_t seconds)
{
    struct firewall_event e = *told;

    e.number = hits;
    e.seconds = seconds;
    tell(f, &e);
}

void report_flows_full(struct firewall *f, unsigned max)
{
    struct firewall_event e = {.kind = EVENT_FLOWS_FULL, .number = max};

    tell(f, &e);
}

void report_embryonic(struct firewall *f, const struct packet *k,
                      const struct host *h, unsigned out)
{
    bool calls = k->in == h->interface && k->from == h->ip;
    struct firewall_event e = {
        .kind = EVENT_EMBRYONIC, .protocol = k->protocol, .in = k->in,
        .out = out, .from = k->from, .from_port = k->from_port, .to = h->ip,
        .to_port = k->to_port, .seen_to = k->to, .number = h->max_embryonic,
        .used = h->embryonic};

    if (calls) { /* the other end comes first all the same */
        e.from = k->to;
        e.from_port = k->to_port;
        e.to_port = k->from_port;
        e.seen_to = h->ip;
    }
    tell(f, &e);
}

/* From the less secure host to the more secure one, as messages have it. */
void report_conn(struct firewall *f, const struct conn *c,
                 enum firewall_end end)
{
    const struct end *safe = &c->end[c->safe], *other = &c->end[!c->safe];
    struct firewall_event e = {
        .kind = end ? EVENT_CONN_ENDED : EVENT_CONN_BUILT, .end = end,
        .protocol = c->protocol, .in = other->interface,
        .out = safe->interface, .from = other->ip, .from_port = other->port,
        .seen_from = other->seen, .seen_from_port = other->seen_port,
        .to = safe->ip, .to_port = safe->port, .seen_to = safe->seen,
        .seen_to_port = safe->seen_port, .inbound = c->safe == 1,
        .number = c->number, .seconds = f->now - c->born,
        .bytes = c->bytes};

    tell(f, &e);
}

void report_url(struct firewall *f, const struct conn *c, const char *url,
                unsigned n)
{
    struct firewall_event e = {
        .kind = EVENT_URL, .protocol = c->protocol, .in = c->end[0].interface,
        .out = c->end[1].interface, .from = c->end[0].ip,
        .to = c->end[1].seen, .text = url, .text_length = n};

    f->counts.urls++;
    tell(f, &e);
}

void report_mail(struct firewall *f, const struct conn *c, const char *line,
                 unsigned n)
{
    const struct end *safe = &c->end[c->safe], *other = &c->end[!c->safe];
    struct firewall_event e = {
        .kind = EVENT_MAIL, .protocol = c->protocol, .in = other->interface,
        .out = safe->interface, .from = other->ip, .to = safe->ip,
        .text = line, .text_length = n};

    tell(f, &e);
}

void report_file(struct firewall *f, const struct conn *c, bool stored,
                 const char *name, unsigned n)
{
    struct firewall_event e = {
        .kind = EVENT_FTP, .protocol = c->protocol, .in = c->end[0].interface,
        .out = c->end[1].interface, .from = c->end[0].ip,
        .to = c->end[1].seen, .inbound = stored, .text = name,
        .text_length = n};

    tell(f, &e);
}

void report_xlate(struct firewall *f, const struct xlate *x, bool built)
{
    struct firewall_event e = {
        .kind = built ? EVENT_XLATE_BUILT : EVENT_XLATE_ENDED,
        .protocol = x->protocol, .in = x->in, .out = x->out, .from = x->ip,
        .from_port = x->port, .to = x->seen, .to_port = x->seen_port,
        .fixed = x->fixed, .ports = x->protocol != 0,
        .seconds = f->now - x->born};

    tell(f, &e);
}

void report_host(struct firewall *f, const struct host *h, bool built)
{
    struct firewall_event e = {
        .kind = built ? EVENT_HOST_BUILT : EVENT_HOST_ENDED,
        .in = h->interface, .out = h->interface, .from = h->ip,
        .seconds = f->now - h->born};

    tell(f, &e);
}
