/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * narrowtrial.c - does narrowing change what programs do?  A few small ones are
 * run both ways when pixemu starts; tests/cpu/test_cpu_narrow.c does so with
 * thousands.
 */
#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#include "cpu/narrow.h"

enum {
    RAM = 0x10000,
    CODE = 0x1000,
    CODE_STEP = 64, /* each run at a place of its own: nothing stale runs */
    DATA = 0x8000,
    DATA_WORDS = 32,
    REGISTERS = 9,
    CARRY = 1,
    FLAGS = 0x8d5, /* those of arithmetic; 2 is always set */
};

/* EBX, ESI and EBP point to the data, ESP to its end. */
#define TRIAL(code) {code, sizeof(code) - 1}
static const struct trial {
    const char *code;
    size_t n;
} trials[] = {
    /* add adc sbb sub neg not */
    TRIAL("\x01\xc8\x11\xd1\x19\xc2\x29\xca\xf7\xd8\xf7\xd1"),
    /* lea shr shl xor or and not inc */
    TRIAL("\x8d\x04\x8a\xc1\xe8\x03\xc1\xe1\x05\x31\xc8\x09\xd1\x21\xc2\xf7\xd2"
          "\x40"),
    /* bytes and words, movzx, movsx, inc, dec */
    TRIAL("\x00\xc8\x66\x01\xd1\x28\xe1\x66\x29\xca\x0f\xb6\xc2\x0f\xbf\xd1\x40"
          "\x49"),
    /* loads, stores, read-modify-write */
    TRIAL("\x8b\x03\x01\x06\x8d\x7c\x08\x7f\x89\x7b\x04\x03\x46\x04\x13\x0b"),
    /* imul mul add adc sar rcl shl by CL */
    TRIAL("\x0f\xaf\xc1\xf7\xe1\x01\xc2\x83\xd1\x00\xc1\xfa\x1f\xd1\xd0\xd3"
          "\xe2"),
    /* cmp jb add adc setb test jns neg dec */
    TRIAL("\x39\xc8\x72\x04\x01\xd0\x11\xc1\x0f\x92\xc0\x85\xd2\x79\x02\xf7\xda"
          "\x48"),
    /* push pop pushf bswap xchg bt sbb */
    TRIAL("\x50\x51\x01\xd0\x5a\x59\x9c\x5f\x0f\xc8\x87\xca\x0f\xa3\xc8\x19"
          "\xd2"),
    /* shl shr sar shld bsf and */
    TRIAL("\xd3\xe0\xd3\xe9\xd3\xfa\x0f\xa4\xc2\x07\x0f\xbc\xc1\x81\xe2\xf0\xf0"
          "\xf0\xf0"),
    /* a loop: add, checksum's carry, dec, jnz */
    TRIAL("\xb9\x05\x00\x00\x00\x03\x04\x8b\x83\xd0\x00\x49\x75\xf7\x01\xd0"),
};

static const int registers[REGISTERS] = {
    UC_X86_REG_EAX, UC_X86_REG_ECX, UC_X86_REG_EDX, UC_X86_REG_EDI,
    UC_X86_REG_EBX, UC_X86_REG_ESI, UC_X86_REG_EBP, UC_X86_REG_ESP,
    UC_X86_REG_EFLAGS,
};

/* What a trial begins with, and what it leaves. */
struct state {
    uint32_t reg[REGISTERS], data[DATA_WORDS];
};

static void begin(struct state *s, uint32_t seed)
{
    static const uint32_t pointers[] = {DATA, DATA + 32, DATA + 64,
                                        DATA + 4 * DATA_WORDS};

    for (unsigned i = 0; i < DATA_WORDS; i++)
        s->data[i] = seed * (2 * i + 1);
    for (unsigned i = 0; i < REGISTERS; i++)
        s->reg[i] = i < 4 ? seed * (i + 7) : i < 8 ? pointers[i - 4]
                                                   : seed & CARRY;
}

static bool run(uc_engine *uc, uint8_t *ram, uint32_t at,
                const struct trial *t, struct state *s)
{
    memcpy(ram + at, t->code, t->n);
    memcpy(ram + DATA, s->data, sizeof s->data);
    for (unsigned i = 0; i < REGISTERS; i++)
        uc_reg_write(uc, registers[i], &s->reg[i]);
    if (uc_emu_start(uc, at, at + t->n, 0, 0) != UC_ERR_OK)
        return false;
    for (unsigned i = 0; i < REGISTERS; i++)
        uc_reg_read(uc, registers[i], &s->reg[i]);
    s->reg[REGISTERS - 1] &= FLAGS;
    memcpy(s->data, ram + DATA, sizeof s->data);
    return true;
}

static bool same(uc_engine *uc, uint8_t *ram, uint32_t *at,
                 const struct trial *t, uint32_t seed)
{
    struct state wide, narrow;

    begin(&wide, seed);
    begin(&narrow, seed);
    narrow_set(false);
    if (!run(uc, ram, *at, t, &wide))
        return false;
    narrow_set(true);
    if (!run(uc, ram, *at + CODE_STEP, t, &narrow))
        return false;
    *at += 2 * CODE_STEP;
    return memcmp(&wide, &narrow, sizeof wide) == 0;
}

static bool all_same(uc_engine *uc, uint8_t *ram)
{
    uint32_t at = CODE;

    for (unsigned i = 0; i < sizeof trials / sizeof trials[0]; i++)
        if (!same(uc, ram, &at, &trials[i], 0x9e3779b1 + i))
            return false;
    return true;
}

bool narrow_prove(void)
{
    struct state unused;
    uint8_t *ram = aligned_alloc(4096, RAM);
    uc_engine *uc = NULL;
    bool good = ram && uc_open(UC_ARCH_X86, UC_MODE_32, &uc) == UC_ERR_OK &&
                uc_mem_map_ptr(uc, 0, RAM, UC_PROT_ALL, ram) == UC_ERR_OK;

    if (good) {
        begin(&unused, 1);
        narrow_watch();
        for (unsigned i = 0; good && i < 4; i++)
            good = run(uc, ram, CODE / 2 + i * CODE_STEP, &trials[2 * i],
                       &unused);
        good &= narrow_watched();
    }
    good = good && all_same(uc, ram);
    narrow_set(false);
    if (uc)
        uc_close(uc);
    free(ram);
    return good;
}
