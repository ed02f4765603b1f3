/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * devtest.c - what busybox has no command for.
 *
 *   devtest eth0                asks the driver to test its chip, offline, as
 *                               `ethtool -t` does; prints a result a line, 0
 *                               is good
 *   devtest eth0 +01005e010203  joins a group of stations
 *   devtest eth0 -01005e010203  leaves it
 *   devtest rtc                 sets an alarm in two seconds, waits for it
 *   devtest format              formats the diskette in /dev/fd0u1440, as
 *                               fdformat does
 *
 * For i386 Linux without a library.  Source: the manual pages ioctl(2),
 * netdevice(7) and
 * rtc(4), linux/ethtool.h, linux/fd.h.
 */
#include <stdint.h>

enum {
    SYS_EXIT = 1,
    SYS_READ = 3,
    SYS_WRITE = 4,
    SYS_OPEN = 5,
    SYS_IOCTL = 54,
    SYS_SOCKET = 359,
    AF_INET = 2,
    SOCK_DGRAM = 2,
    SIOCADDMULTI = 0x8931,
    SIOCDELMULTI = 0x8932,
    SIOCETHTOOL = 0x8946,
    ETHTOOL_TEST = 0x1a,
    RTC_AIE_ON = 0x7001,
    RTC_ALM_SET = 0x40247007,
    FDFMTBEG = 0x0247,
    FDFMTEND = 0x0249,
    TRACKS = 80,
    HEADS = 2,
    WRITE_AND_EXCLUSIVE = 1 | 0x80,
    TEST_OFFLINE = 1,
    TEST_FAILED = 2,
    RESULTS = 16,
};

#define RTC_RD_TIME 0x80247009u
#define FDFMTTRK 0x400c0248u

struct request {
    char name[16];
    union {
        void *data;
        struct {
            uint16_t family;
            uint8_t address[14];
        } station;
    };
};

struct test {
    uint32_t command, flags, reserved, results;
    uint64_t result[RESULTS];
};

static long call(long n, long a, long b, long c)
{
    long result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(n), "b"(a), "c"(b), "d"(c)
                     : "memory");
    return result;
}

static void say(uint32_t number)
{
    char text[12], *at = text + sizeof(text);

    *--at = '\n';
    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    call(SYS_WRITE, 1, (long)at, text + sizeof(text) - at);
}

static int self_test(long fd, struct request *request)
{
    static struct test test;

    request->data = &test;
    test.command = ETHTOOL_TEST;
    test.flags = TEST_OFFLINE;
    if (call(SYS_IOCTL, fd, SIOCETHTOOL, (long)request) < 0)
        return 2;
    for (unsigned i = 0; i < test.results && i < RESULTS; i++)
        say((uint32_t)test.result[i]);
    return test.flags & TEST_FAILED ? 1 : 0;
}

static uint8_t digit(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* "+01005e010203" */
static int group(long fd, struct request *request, const char *which)
{
    for (unsigned i = 0; i < 6 && which[1 + 2 * i]; i++)
        request->station.address[i] = (uint8_t)(
            digit(which[1 + 2 * i]) << 4 | digit(which[2 + 2 * i]));
    return call(SYS_IOCTL, fd, *which == '+' ? SIOCADDMULTI : SIOCDELMULTI,
                (long)request) < 0;
}

/* Until the interrupt of the alarm ends the read. */
static int alarm(void)
{
    struct {
        int32_t sec, min, hour, mday, mon, year, wday, yday, isdst;
    } at;
    uint32_t events = 0;
    long fd = call(SYS_OPEN, (long)"/dev/rtc0", 0, 0);

    if (call(SYS_IOCTL, fd, (long)RTC_RD_TIME, (long)&at) < 0)
        return 2;
    at.sec += 2;
    at.min += at.sec / 60;
    at.hour = (at.hour + at.min / 60) % 24;
    at.min %= 60;
    at.sec %= 60;
    if (call(SYS_IOCTL, fd, RTC_ALM_SET, (long)&at) < 0 ||
        call(SYS_IOCTL, fd, RTC_AIE_ON, 0) < 0)
        return 2;
    return call(SYS_READ, fd, (long)&events, sizeof(events)) < 0;
}

static int format(void)
{
    struct {
        uint32_t device, head, track;
    } at = { 0, 0, 0 };
    long fd = call(SYS_OPEN, (long)"/dev/fd0u1440", WRITE_AND_EXCLUSIVE, 0);

    if (fd < 0 || call(SYS_IOCTL, fd, FDFMTBEG, 0) < 0)
        return 2;
    for (at.track = 0; at.track < TRACKS; at.track++)
        for (at.head = 0; at.head < HEADS; at.head++)
            if (call(SYS_IOCTL, fd, (long)FDFMTTRK, (long)&at) < 0)
                return 1;
    return call(SYS_IOCTL, fd, FDFMTEND, 0) < 0;
}

static int run(const char *name, const char *which)
{
    static struct request request;
    long fd = call(SYS_SOCKET, AF_INET, SOCK_DGRAM, 0);

    if (name && name[0] == 'r')
        return alarm();
    if (name && name[0] == 'f')
        return format();
    for (unsigned i = 0; name && name[i] && i < sizeof(request.name) - 1; i++)
        request.name[i] = name[i];
    return which ? group(fd, &request, which) : self_test(fd, &request);
}

/* The stack at the beginning: argc, argv. */
__attribute__((used)) static void begin(const long *stack)
{
    const char *const *arguments = (const char *const *)(stack + 1);

    call(SYS_EXIT, run(arguments[0] ? arguments[1] : 0,
                       arguments[0] && arguments[1] ? arguments[2] : 0),
         0, 0);
}

__asm__(".globl _start\n"
        "_start:\n\t"
        "movl %esp, %eax\n\t"
        "pushl %eax\n\t"
        "call begin\n");
