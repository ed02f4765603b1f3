/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * testboard.h - the smallest board a processor can be tested on.
 *
 * RAM from 0, a 64 KiB ROM below 4 GiB and its copy below 1 MiB, a local APIC
 * that can only interrupt itself (QEMU's `pc` machine has one at the same
 * address, so a program finds the same on both), and ports:
 *
 *   E0h in    which program of the ROM to run
 *   E4h out   a value for the test (values[])
 *   E8h out   asks the test to do something (act())
 *   E9h out   a character of text
 *   F4h out   the program has ended
 *   ECh       logged with its width, as is everything at D0000000h
 */
#ifndef PIXEMU_TESTS_CPU_TESTBOARD_H
#define PIXEMU_TESTS_CPU_TESTBOARD_H

#include <glib.h>

#include "cpu/cpu.h"
#include "tests/cpu/programs.h"

#define RAM_SIZE 0x1000000u
#define ROM_SIZE 0x10000u
#define LOGGED_PA 0xd0000000u
#define LAPIC_PA 0xfee00000u

struct testboard {
    struct cpu *cpu;
    uint8_t *ram;
    uint8_t *rom, *rom_copy; /* at FFFF0000h and F0000h */
    uint32_t program;        /* answer of port E0h */
    uint64_t tsc;
    void (*act)(struct testboard *, uint32_t val);
    void *user;

    bool ended;
    uint32_t values[64];
    unsigned n_values;
    GString *text;
    GString *log; /* "r4 d0000000 " and so on */

    uint8_t irr[32], isr[32]; /* the APIC's, a bit a vector */
    unsigned acks;
};

/* Loads PIXEMU_BUILD/tests/cpu/<rom>; NULL when the test must be skipped. */
struct testboard *testboard_new(enum cpu_type, const char *rom, bool counting);
void testboard_free(struct testboard *);

/* Runs until the program ends or the processor can't go on. */
enum cpu_stop testboard_run(struct testboard *, enum program);

/* A request as the self-IPI would make it. */
void testboard_raise(struct testboard *, unsigned vector);

/* The path of a file the build made for these tests; free with g_free(). */
char *testboard_file(const char *name);

#endif
