/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ethtest.c - what busybox has no command for.
 *
 *   ethtest eth0                asks the driver to test its chip, offline, as
 *                               `ethtool -t` does; prints a result a line, 0
 *                               is good
 *   ethtest eth0 +01005e010203  joins a group of stations
 *   ethtest eth0 -01005e010203  leaves it
 *
 * For i386 Linux without a library.  Source: the manual pages ioctl(2),
 * netdevice(7) and linux/ethtool.h.
 */
#include <stdint.h>

enum {
    SYS_EXIT = 1,
    SYS_WRITE = 4,
    SYS_IOCTL = 54,
    SYS_SOCKET = 359,
    AF_INET = 2,
    SOCK_DGRAM = 2,
    SIOCADDMULTI = 0x8931,
    SIOCDELMULTI = 0x8932,
    SIOCETHTOOL = 0x8946,
    ETHTOOL_TEST = 0x1a,
    TEST_OFFLINE = 1,
    TEST_FAILED = 2,
    RESULTS = 16,
};

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

static int run(const char *name, const char *which)
{
    static struct request request;
    long fd = call(SYS_SOCKET, AF_INET, SOCK_DGRAM, 0);

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
