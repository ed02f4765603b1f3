/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ethtest.c - `ethtest eth0`: asks a Linux driver to test its chip, offline,
 * as `ethtool -t` does, and prints a result a line; 0 is good.
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
    SIOCETHTOOL = 0x8946,
    ETHTOOL_TEST = 0x1a,
    TEST_OFFLINE = 1,
    TEST_FAILED = 2,
    RESULTS = 16,
};

struct request {
    char name[16];
    void *data;
    char rest[12];
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

static int run(const char *name)
{
    static struct request request;
    static struct test test;
    long fd = call(SYS_SOCKET, AF_INET, SOCK_DGRAM, 0);

    for (unsigned i = 0; name && name[i] && i < sizeof(request.name) - 1; i++)
        request.name[i] = name[i];
    request.data = &test;
    test.command = ETHTOOL_TEST;
    test.flags = TEST_OFFLINE;
    if (call(SYS_IOCTL, fd, SIOCETHTOOL, (long)&request) < 0)
        return 2;
    for (unsigned i = 0; i < test.results && i < RESULTS; i++)
        say((uint32_t)test.result[i]);
    return test.flags & TEST_FAILED ? 1 : 0;
}

/* The stack at the beginning: argc, argv. */
__attribute__((used)) static void begin(const long *stack)
{
    const char *const *arguments = (const char *const *)(stack + 1);

    call(SYS_EXIT, run(arguments[1]), 0, 0);
}

__asm__(".globl _start\n"
        "_start:\n\t"
        "movl %esp, %eax\n\t"
        "pushl %eax\n\t"
        "call begin\n");
