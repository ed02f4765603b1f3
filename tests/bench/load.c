/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * load.c - both ends of the traffic that goes through a firewall.
 *
 *   load INSIDE OUTSIDE
 *
 * names two network namespaces, the clients' and the servers'; addresses are
 * those of tests/bench/traffic.py.  Takes lines on standard input and answers
 * each with one:
 *
 *   udp RATE SECONDS FLOWS   frames of 64 bytes from so many ports: the
 *                            numbers sent and received
 *   tcp SECONDS RATE         one transfer to the inside, with RATE forged SYNs
 *                            a second from the outside: bits per second
 *   connect SECONDS          connections opened and reset one after the other,
 *                            WINDOW at a time: how many
 *
 * It never rests while it measures, so it wants a core for itself.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    TCP_PORT = 80, UDP_PORT = 9, FIRST_PORT = 2048,
    HEADERS = 28, PAYLOAD = 18, SYN_BYTES = 40,
    BATCH = 64, WINDOW = 64, FLOWS_MAX = 60000,
    BUFFER = 8 << 20,
    SETTLE_MS = 300, /* for what is on the way when the last one was sent */
};

static const char *const client = "10.1.1.5", *const server = "192.0.2.5",
                  *const published = "192.0.2.10"; /* a host inside */

static int inside_ns, outside_ns;

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int open_namespace(const char *name)
{
    char path[200];
    int fd;

    snprintf(path, sizeof path, "/var/run/netns/%s", name);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die(path);
    return fd;
}

/* A socket stays in the namespace it was made in. */
static int socket_in(int namespace, int type, int protocol)
{
    int fd, size = BUFFER, on = 1;

    if (setns(namespace, CLONE_NEWNET))
        die("setns");
    fd = socket(AF_INET, type | SOCK_NONBLOCK, protocol);
    if (fd < 0)
        die("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (type != SOCK_STREAM) {
        setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
        setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    }
    return fd;
}

static struct sockaddr_in at(const char *ip, unsigned port)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port)};

    inet_pton(AF_INET, ip, &a.sin_addr);
    return a;
}

static int bound(int fd, const char *ip, unsigned port)
{
    struct sockaddr_in a = at(ip, port);

    if (bind(fd, (struct sockaddr *)&a, sizeof a))
        die("bind");
    return fd;
}

/* --- packets by hand --------------------------------------------------- */

static void put16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static uint16_t sum(const uint8_t *p, size_t n, uint32_t s)
{
    for (size_t i = 0; i < n; i += 2)
        s += (uint32_t)p[i] << 8 | p[i + 1];
    while (s >> 16)
        s = (s & 0xffff) + (s >> 16);
    return (uint16_t)~s;
}

/* The IP header; the kernel fills in length and checksum. */
static void ip_header(uint8_t *p, uint8_t protocol, struct in_addr from,
                      struct in_addr to)
{
    memset(p, 0, 20);
    p[0] = 0x45;
    p[8] = 64;
    p[9] = protocol;
    memcpy(p + 12, &from, 4);
    memcpy(p + 16, &to, 4);
}

/* UDP of an even length. */
static void make_udp(uint8_t *p, unsigned from_port)
{
    unsigned n = HEADERS - 20 + PAYLOAD;

    ip_header(p, IPPROTO_UDP, at(client, 0).sin_addr, at(server, 0).sin_addr);
    memset(p + 20, 0, n);
    put16(p + 20, from_port);
    put16(p + 22, UDP_PORT);
    put16(p + 24, n);
    put16(p + 26, sum(p + 12, 8 + n, IPPROTO_UDP + n));
}

/* From somewhere in 198.18.0.0/15, which is for such tests (RFC 2544). */
static void make_syn(uint8_t *p, uint32_t number)
{
    struct in_addr from = {htonl(0xc6120000 | (number * 40503u & 0x1ffff))};

    ip_header(p, IPPROTO_TCP, from, at(published, 0).sin_addr);
    memset(p + 20, 0, 20);
    put16(p + 20, 1024 + number % 60000);
    put16(p + 22, TCP_PORT);
    memcpy(p + 24, &number, 4);
    p[32] = 0x50;
    p[33] = 2;
    put16(p + 34, 8192);
    put16(p + 36, sum(p + 12, 28, IPPROTO_TCP + 20));
}

/* Packets of a raw socket, so many a second. */
struct stream {
    int fd;
    struct sockaddr_in to;
    void (*make)(uint8_t *packet, uint32_t number);
    size_t n;
    double began, rate;
    uint32_t sent, flows;
};

static void stream_go(struct stream *s)
{
    static uint8_t packet[BATCH][64];
    struct iovec part[BATCH];
    struct mmsghdr message[BATCH];
    double due = (now() - s->began) * s->rate - s->sent;
    unsigned n = due < 1 ? 0 : due < BATCH ? (unsigned)due : BATCH;
    int done;

    if (!n)
        return;
    memset(message, 0, sizeof message);
    for (unsigned i = 0; i < n; i++) {
        s->make(packet[i], (s->sent + i) % s->flows);
        part[i] = (struct iovec){packet[i], s->n};
        message[i].msg_hdr = (struct msghdr){
            .msg_name = &s->to, .msg_namelen = sizeof s->to,
            .msg_iov = &part[i], .msg_iovlen = 1};
    }
    done = sendmmsg(s->fd, message, n, 0);
    if (done > 0)
        s->sent += (unsigned)done;
    else if (errno != EAGAIN && errno != ENOBUFS)
        die("sendmmsg");
}

/* --- udp --------------------------------------------------------------- */

static void make_flow(uint8_t *packet, uint32_t number)
{
    make_udp(packet, FIRST_PORT + number);
}

static unsigned receive_all(int fd)
{
    static uint8_t data[BATCH][64];
    struct iovec part[BATCH];
    struct mmsghdr message[BATCH];
    unsigned got = 0;
    int n;

    memset(message, 0, sizeof message);
    for (unsigned i = 0; i < BATCH; i++) {
        part[i] = (struct iovec){data[i], sizeof data[i]};
        message[i].msg_hdr = (struct msghdr){.msg_iov = &part[i],
                                             .msg_iovlen = 1};
    }
    while ((n = recvmmsg(fd, message, BATCH, MSG_DONTWAIT, NULL)) > 0)
        got += (unsigned)n;
    return got;
}

static void run_udp(double rate, double seconds, unsigned flows)
{
    int to = bound(socket_in(outside_ns, SOCK_DGRAM, 0), server, UDP_PORT);
    struct stream s = {
        .fd = socket_in(inside_ns, SOCK_RAW, IPPROTO_RAW),
        .to = at(server, 0), .make = make_flow, .n = HEADERS + PAYLOAD,
        .began = now(), .rate = rate, .flows = flows};
    unsigned got = 0, all = (unsigned)(rate * seconds);
    double end;

    while (s.sent < all) {
        stream_go(&s);
        got += receive_all(to);
    }
    end = now();
    while (got < s.sent && now() - end < SETTLE_MS / 1e3)
        got += receive_all(to);
    printf("%u %u %.6f\n", s.sent, got, end - s.began);
    close(s.fd);
    close(to);
}

/* --- tcp --------------------------------------------------------------- */

static int listener(void)
{
    int fd = bound(socket_in(outside_ns, SOCK_STREAM, 0), server, TCP_PORT);

    if (listen(fd, 1024))
        die("listen");
    return fd;
}

static int begin_connect(void)
{
    int fd = socket_in(inside_ns, SOCK_STREAM, 0);
    struct sockaddr_in a = at(server, TCP_PORT);

    if (connect(fd, (struct sockaddr *)&a, sizeof a) && errno != EINPROGRESS)
        die("connect");
    return fd;
}

static int await_accept(int fd)
{
    double end = now() + 10;

    for (;;) {
        int peer = accept4(fd, NULL, NULL, SOCK_NONBLOCK);

        if (peer >= 0)
            return peer;
        if (errno != EAGAIN || now() > end)
            die("accept");
    }
}

static void run_tcp(double seconds, double rate)
{
    static uint8_t data[1 << 18];
    int door = listener(), to = begin_connect(), from = await_accept(door);
    struct stream flood = {
        .fd = socket_in(outside_ns, SOCK_RAW, IPPROTO_RAW),
        .to = at(published, 0), .make = make_syn, .n = SYN_BYTES,
        .began = now(), .rate = rate, .flows = UINT32_MAX};
    double began = now(), end = began + seconds, bytes = 0;

    while (now() < end) {
        ssize_t n = send(from, data, sizeof data, MSG_NOSIGNAL);

        if (n < 0 && errno != EAGAIN)
            die("send");
        n = recv(to, data, sizeof data, 0);
        if (n < 0 && errno != EAGAIN)
            die("recv");
        if (n > 0)
            bytes += (double)n;
        if (rate > 0)
            stream_go(&flood);
    }
    printf("%.0f %u\n", bytes * 8 / (now() - began), flood.sent);
    close(from);
    close(to);
    close(door);
    close(flood.fd);
}

/* --- connect ----------------------------------------------------------- */

/* Both ends forget a connection at once. */
static void reset(int fd)
{
    struct linger none = {1, 0};

    setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close(fd);
}

static void watch(int epoll, int fd)
{
    struct epoll_event e = {.events = EPOLLOUT, .data.fd = fd};

    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e))
        die("epoll_ctl");
}

static void run_connect(double seconds)
{
    struct epoll_event ready[WINDOW];
    int door = listener(), epoll = epoll_create1(0), peer;
    double began = now(), end = began + seconds;
    unsigned open = 0, failed = 0;

    for (unsigned i = 0; i < WINDOW; i++)
        watch(epoll, begin_connect());
    while (now() < end) {
        int n = epoll_wait(epoll, ready, WINDOW, 0);

        for (int i = 0; i < n; i++) {
            if (ready[i].events & (EPOLLERR | EPOLLHUP))
                failed++;
            else
                open++;
            reset(ready[i].data.fd);
            watch(epoll, begin_connect());
        }
        while ((peer = accept4(door, NULL, NULL, SOCK_NONBLOCK)) >= 0)
            reset(peer);
    }
    printf("%.0f %u\n", open / (now() - began), failed);
    close(epoll); /* the last WINDOW sockets end with the process */
    close(door);
}

int main(int argc, char **argv)
{
    char line[80];
    double a, b;
    unsigned flows;

    if (argc != 3)
        return 1;
    inside_ns = open_namespace(argv[1]);
    outside_ns = open_namespace(argv[2]);
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "udp %lf %lf %u", &a, &b, &flows) == 3 && flows &&
            flows <= FLOWS_MAX)
            run_udp(a, b, flows);
        else if (sscanf(line, "tcp %lf %lf", &a, &b) == 2)
            run_tcp(a, b);
        else if (sscanf(line, "connect %lf", &a) == 1)
            run_connect(a);
        else
            return 1;
        fflush(stdout);
    }
    return 0;
}
