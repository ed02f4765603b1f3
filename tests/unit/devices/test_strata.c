/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_strata.c - the 28F640J5 alone: devices/flash-strata/strata.c.
 *
 * Time is a variable; unless a test says otherwise the chip is authentic.
 *
 * Registers of devices/flash-strata:
 *   modelled: FFh read array; 90h identifier codes; 98h query; 70h, 50h read
 *     and clear status; E8h write to buffer; 40h, 10h program a word; 20h/D0h
 *     block erase; B0h suspend, D0h resume; 60h/01h set block lock bit;
 *     60h/D0h clear block lock bits; SR.7 ready; SR.6 suspended; SR.5 erase
 *     error; SR.4 program error; SR.1 locked
 *   accepted: B8h configuration of STS
 *   absent: 60h/F1h master lock bit; SR.3 VPEN low
 */
#include <glib.h>
#include <string.h>

#include "devices/flash-strata/strata.h"

enum { US = 1000, MS = 1000 * 1000, BLOCK = 3 * STRATA_BLOCK_WORDS };

struct rig {
    struct strata chip;
    uint8_t *array;
    uint8_t locks[STRATA_LOCK_BYTES];
    uint64_t now_ns;
    unsigned complaints;
};

static void setup(struct rig *r, gconstpointer fast)
{
    memset(r, 0, sizeof *r);
    r->array = g_malloc(STRATA_BYTES);
    memset(r->array, 0xff, STRATA_BYTES);
    strata_init(&r->chip, r->array, r->locks);
    strata_power_on(&r->chip, !fast);
    r->now_ns = 1000;
}

static void teardown(struct rig *r, gconstpointer fast)
{
    (void)fast;
    g_free(r->array);
}

static void put(struct rig *r, uint32_t word, uint16_t val)
{
    r->now_ns += US;
    r->complaints += !!strata_write(&r->chip, word, val, r->now_ns);
}

static uint16_t get(struct rig *r, uint32_t word)
{
    return strata_read(&r->chip, word, r->now_ns);
}

static void pass(struct rig *r, uint64_t ns)
{
    r->now_ns += ns;
    strata_pass(&r->chip, r->now_ns);
}

static uint16_t in_array(const struct rig *r, uint32_t word)
{
    return (uint16_t)(r->array[2 * word] | r->array[2 * word + 1] << 8);
}

static void program(struct rig *r, uint32_t word, uint16_t val)
{
    put(r, word, 0x40);
    put(r, word, val);
    pass(r, STRATA_PROGRAM_NS);
}

static void erase(struct rig *r, uint32_t word)
{
    put(r, word, 0x20);
    put(r, word, 0xd0);
}

/* --- identity ---------------------------------------------------------- */

static void test_identifier(struct rig *r, gconstpointer fast)
{
    (void)fast;
    r->array[0] = 0x12;
    g_assert_cmphex(get(r, 0), ==, 0xff12); /* FFh read array at power-on */
    put(r, 77, 0x90);
    g_assert_cmphex(get(r, 0), ==, 0x0089);
    g_assert_cmphex(get(r, 1), ==, 0x0015);
    g_assert_cmphex(get(r, BLOCK + 2), ==, 0);
    r->locks[0] = 1 << 3;
    g_assert_cmphex(get(r, BLOCK + 2), ==, 1);
    g_assert_cmphex(get(r, 2), ==, 0);
    put(r, 0, 0xff);
    g_assert_cmphex(get(r, 0), ==, 0xff12);
}

static void test_query(struct rig *r, gconstpointer fast)
{
    /* From word 10h on (CFI 68.01, tables 1 to 4); before it, maker, device
     * and lock bit of a block; all others are 0. */
    static const uint8_t want[] = {
        'Q', 'R', 'Y', 0x01, 0x00, 0x31, 0x00, 0, 0, 0, 0, /* 10h: set 1 */
        0x45, 0x55, 0x00, 0x00,       /* 1Bh: 4.5 to 5.5 V */
        0x07, 0x07, 0x0a, 0x00,       /* 1Fh: 128 us, 128 us, 1 s, none */
        0x04, 0x04, 0x04, 0x00,       /* 23h: at most 16 times that */
        0x17, 0x02, 0x00, 0x05, 0x00, /* 27h: 8 MiB, x8 and x16, 32 bytes */
        0x01, 0x3f, 0x00, 0x00, 0x02, /* 2Ch: 64 blocks of 128 KiB */
        'P', 'R', 'I', '1', '1', 0x0a, 0, 0, 0, 0x01, 0x01, 0x00, 0x50, 0,
    };

    (void)fast;
    put(r, 0x55, 0x98);
    g_assert_cmphex(get(r, 0), ==, 0x0089);
    g_assert_cmphex(get(r, 1), ==, 0x0015);
    g_assert_cmphex(get(r, BLOCK + 2), ==, 0);
    r->locks[0] = 1 << 3;
    g_assert_cmphex(get(r, BLOCK + 2), ==, 1);
    for (unsigned at = 2; at < 0x100; at++)
        g_assert_cmphex(get(r, at), ==,
                        at - 0x10 < sizeof want ? want[at - 0x10] : 0);
}

/* --- status ------------------------------------------------------------ */

static void test_status(struct rig *r, gconstpointer fast)
{
    (void)fast;
    put(r, 0, 0x70);
    g_assert_cmphex(get(r, 1234), ==, 0x80);
    put(r, 0, 0x20);
    put(r, 0, 0x21); /* not D0h */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    put(r, 0, 0xff);
    put(r, 0, 0x70);
    g_assert_cmphex(get(r, 0), ==, 0xb0); /* errors stay */
    program(r, 5, 0x1234);
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    g_assert_cmphex(in_array(r, 5), ==, 0x1234);
    put(r, 0, 0x50);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    put(r, 0, 0x3c);
    g_assert_cmpuint(r->complaints, ==, 2);
}

/* --- programming ------------------------------------------------------- */

static void test_word(struct rig *r, gconstpointer fast)
{
    (void)fast;
    put(r, 7, 0x10);
    put(r, 7, 0x5af3);
    g_assert_cmphex(get(r, 7), ==, 0x00); /* busy, whatever was read */
    put(r, 7, 0xff);
    g_assert_cmpuint(r->complaints, ==, 1);
    pass(r, STRATA_PROGRAM_NS);
    g_assert_cmphex(get(r, 7), ==, 0x80);
    put(r, 7, 0xff);
    g_assert_cmphex(get(r, 7), ==, 0x5af3);
    program(r, 7, 0xf50f); /* only ones become zeros */
    g_assert_cmphex(in_array(r, 7), ==, 0x5003);
    g_assert_cmphex(get(r, 7), ==, 0x80);
}

static void load(struct rig *r, uint32_t at, unsigned n)
{
    put(r, at, 0xe8);
    g_assert_cmphex(get(r, at), ==, 0x80); /* XSR */
    put(r, at, (uint16_t)(n - 1));
    for (unsigned i = 0; i < n; i++)
        put(r, at + i, (uint16_t)(0x1100 + i));
}

static void test_buffer(struct rig *r, gconstpointer fast)
{
    (void)fast;
    load(r, BLOCK + 32, 16);
    g_assert_cmphex(in_array(r, BLOCK + 32), ==, 0xffff);
    put(r, BLOCK, 0xd0);
    g_assert_cmphex(get(r, 0), ==, 0);
    g_assert_cmpuint(strata_due(&r->chip), !=, UINT64_MAX);
    g_assert_false(strata_ready(&r->chip));
    pass(r, STRATA_PROGRAM_NS);
    g_assert_true(strata_ready(&r->chip));
    for (unsigned i = 0; i < 16; i++)
        g_assert_cmphex(in_array(r, BLOCK + 32 + i), ==, 0x1100 + i);
    g_assert_cmphex(in_array(r, BLOCK + 48), ==, 0xffff);
    load(r, BLOCK + 101, 3); /* not aligned */
    put(r, BLOCK, 0xd0);
    pass(r, STRATA_PROGRAM_NS);
    g_assert_cmphex(in_array(r, BLOCK + 103), ==, 0x1102);
    g_assert_cmphex(in_array(r, BLOCK + 104), ==, 0xffff);
    g_assert_cmpuint(r->complaints, ==, 0);
}

/* Each leaves the array alone, with SR.5 and SR.4. */
static void test_buffer_errors(struct rig *r, gconstpointer fast)
{
    (void)fast;
    put(r, 0, 0xe8);
    put(r, 0, 16); /* more than there is room for */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    put(r, 0, 0xe8); /* not before the errors are cleared */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    put(r, 0, 0x50);
    load(r, BLOCK, 2);
    put(r, BLOCK, 0xff); /* not confirmed */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    put(r, 0, 0x50);
    put(r, BLOCK, 0xe8);
    put(r, BLOCK, 3);
    put(r, BLOCK, 0);
    put(r, BLOCK + 4, 0); /* not one of the four words */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    put(r, 0, 0x50);
    put(r, BLOCK, 0xe8);
    put(r, BLOCK, 1);
    put(r, BLOCK + STRATA_BLOCK_WORDS, 0); /* another block */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    put(r, 0, 0x50);
    put(r, STRATA_WORDS - 1, 0xe8);
    put(r, STRATA_WORDS - 1, 1);
    put(r, STRATA_WORDS - 1, 0);
    put(r, STRATA_WORDS - 1, 0);
    put(r, STRATA_WORDS - 1, 0xd0); /* would reach beyond the last block */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
    pass(r, STRATA_PROGRAM_NS);
    for (uint32_t i = 0; i < STRATA_BYTES; i++)
        g_assert_cmphex(r->array[i], ==, 0xff);
}

/* --- erasing ----------------------------------------------------------- */

static void test_erase(struct rig *r, gconstpointer fast)
{
    (void)fast;
    memset(r->array, 0, STRATA_BYTES);
    erase(r, BLOCK + 4711);
    g_assert_cmphex(get(r, 0), ==, 0);
    pass(r, STRATA_ERASE_NS - 1);
    g_assert_cmphex(get(r, 0), ==, 0);
    pass(r, 1);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    g_assert_cmphex(in_array(r, BLOCK - 1), ==, 0);
    g_assert_cmphex(in_array(r, BLOCK), ==, 0xffff);
    g_assert_cmphex(in_array(r, BLOCK + STRATA_BLOCK_WORDS - 1), ==, 0xffff);
    g_assert_cmphex(in_array(r, BLOCK + STRATA_BLOCK_WORDS), ==, 0);
}

static void test_suspend(struct rig *r, gconstpointer fast)
{
    (void)fast;
    r->array[0] = 0x42;
    memset(r->array + 2 * BLOCK, 0, STRATA_BLOCK_BYTES);
    erase(r, BLOCK);
    pass(r, 300 * MS);
    put(r, 0, 0xb0);
    g_assert_cmphex(get(r, 0), ==, 0xc0);
    put(r, 0, 0xff);
    g_assert_cmphex(get(r, 0), ==, 0xff42);
    program(r, 9, 0x1234);
    g_assert_cmphex(in_array(r, 9), ==, 0x1234);
    g_assert_cmphex(get(r, 0), ==, 0xc0);
    put(r, BLOCK, 0x40); /* not where the erasure waits */
    put(r, BLOCK, 0);
    g_assert_cmphex(get(r, 0), ==, 0xd0);
    put(r, 0, 0x50);
    put(r, 0, 0x20); /* nor another erasure */
    g_assert_cmphex(get(r, 0), ==, 0xf0);
    put(r, 0, 0x50);
    pass(r, 5000 * (uint64_t)MS);
    g_assert_cmphex(in_array(r, BLOCK + STRATA_BLOCK_WORDS - 1), ==, 0);
    put(r, 0, 0xd0);
    g_assert_cmphex(get(r, 0), ==, 0);
    pass(r, 699 * MS);
    g_assert_cmphex(get(r, 0), ==, 0);
    pass(r, 2 * MS);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    g_assert_cmphex(in_array(r, BLOCK + STRATA_BLOCK_WORDS - 1), ==, 0xffff);
    put(r, 0, 0xd0); /* nothing to resume, and no mistake */
    g_assert_cmphex(get(r, 0), ==, 0x80);
    put(r, 0, 0xb0); /* too late: it is over, as drivers find out */
    put(r, 0, 0xd0);
    g_assert_cmphex(get(r, 0), ==, 0x80);
}

/* --- lock bits --------------------------------------------------------- */

static void test_locks(struct rig *r, gconstpointer fast)
{
    (void)fast;
    put(r, BLOCK, 0x60);
    put(r, BLOCK, 0x01);
    g_assert_cmphex(get(r, 0), ==, 0);
    pass(r, STRATA_LOCK_NS);
    g_assert_cmphex(r->locks[0], ==, 1 << 3);
    program(r, BLOCK, 0);
    g_assert_cmphex(get(r, 0), ==, 0x92);
    put(r, 0, 0x50);
    erase(r, BLOCK);
    g_assert_cmphex(get(r, 0), ==, 0xa2);
    put(r, 0, 0x50);
    g_assert_cmphex(in_array(r, BLOCK), ==, 0xffff);
    put(r, 0, 0x60);
    put(r, 0, 0xd0);
    pass(r, STRATA_UNLOCK_NS - 10 * MS);
    g_assert_cmphex(get(r, 0), ==, 0);
    pass(r, 10 * MS);
    g_assert_cmphex(r->locks[0], ==, 0);
    program(r, BLOCK, 0);
    g_assert_cmphex(in_array(r, BLOCK), ==, 0);
    put(r, 0, 0x60);
    put(r, 0, 0xf1); /* the master lock bit is not there */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
}

/* Each block has its own bit. */
static void test_every_lock(struct rig *r, gconstpointer fast)
{
    (void)fast;
    for (uint32_t n = 0; n < STRATA_BLOCKS; n++) {
        uint32_t at = n * STRATA_BLOCK_WORDS;

        put(r, at, 0x60);
        put(r, at, 0x01);
        pass(r, STRATA_LOCK_NS - 1000); /* put() took the rest */
        g_assert_cmphex(get(r, at), ==, 0);
        pass(r, 1000);
        put(r, at, 0x90);
        for (uint32_t of = 0; of < STRATA_BLOCKS; of++)
            g_assert_cmphex(get(r, of * STRATA_BLOCK_WORDS + 2), ==, of <= n);
        put(r, at, 0x50);
    }
}

static void test_configuration(struct rig *r, gconstpointer fast)
{
    (void)fast;
    put(r, 0, 0xb8);
    put(r, 0, 0x00);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    g_assert_cmpuint(r->complaints, ==, 0);
    put(r, 0, 0xb8);
    put(r, 0, 0x03);
    g_assert_cmpuint(r->complaints, ==, 1);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    put(r, 0, 0xb8);
    put(r, 0, 0x04); /* no such code */
    g_assert_cmphex(get(r, 0), ==, 0xb0);
}

/* --- cuts and speed ----------------------------------------------------- */

static void test_cuts(struct rig *r, gconstpointer fast)
{
    (void)fast;
    memset(r->array + 2 * BLOCK, 0, STRATA_BLOCK_BYTES);
    erase(r, BLOCK);
    g_assert_cmphex(in_array(r, BLOCK), ==, 0xffff);
    g_assert_cmphex(in_array(r, BLOCK + STRATA_BLOCK_WORDS / 2), ==, 0);
    pass(r, STRATA_ERASE_NS / 2);
    g_assert_cmphex(in_array(r, BLOCK + STRATA_BLOCK_WORDS - 1), ==, 0xffff);
    g_assert_cmphex(get(r, 0), ==, 0);
    strata_power_on(&r->chip, true);
    g_assert_cmphex(get(r, BLOCK), ==, 0xffff);
    load(r, BLOCK, 4);
    put(r, BLOCK, 0xd0);
    g_assert_cmphex(in_array(r, BLOCK + 1), ==, 0x1101);
    g_assert_cmphex(in_array(r, BLOCK + 2), ==, 0xffff);
    strata_power_on(&r->chip, true);
    pass(r, STRATA_PROGRAM_NS);
    g_assert_cmphex(in_array(r, BLOCK + 2), ==, 0xffff);
}

static void test_fast(struct rig *r, gconstpointer fast)
{
    (void)fast;
    load(r, BLOCK, 16);
    put(r, BLOCK, 0xd0);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    g_assert_cmphex(in_array(r, BLOCK + 15), ==, 0x110f);
    erase(r, BLOCK);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    g_assert_cmphex(in_array(r, BLOCK + 15), ==, 0xffff);
    g_assert_cmpuint(strata_due(&r->chip), ==, UINT64_MAX);
}

/* A status is the chip's own again when a cycle ends, whatever was read
 * before; errors add up until they are cleared; of a command D7-D0 count. */
static void test_status_bits(struct rig *r, gconstpointer fast)
{
    (void)fast;
    erase(r, BLOCK);
    put(r, 0, 0xb0);
    put(r, 0, 0x60); /* no locking meanwhile */
    g_assert_cmphex(get(r, 0), ==, 0xf0);
    put(r, 0, 0x50);
    put(r, 0, 0xe8);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    put(r, 0, 0);
    put(r, 0, 0x1234);
    put(r, 0, 0xd0);
    pass(r, STRATA_PROGRAM_NS);
    g_assert_cmphex(get(r, 0), ==, 0xc0);
    put(r, 0, 0xff);
    put(r, 0, 0xd0);
    pass(r, STRATA_ERASE_NS);
    g_assert_cmphex(get(r, 0), ==, 0x80);
    put(r, 0, 0x60);
    put(r, 0, 0x01);
    pass(r, STRATA_LOCK_NS);
    program(r, 0, 0);
    put(r, 0, 0xab20);
    put(r, 0, 0x1111);
    g_assert_cmphex(get(r, 0), ==, 0xb2);
}

/* What is suspended in its first half reaches the second one as late. */
static void test_suspended_half(struct rig *r, gconstpointer fast)
{
    (void)fast;
    erase(r, BLOCK);
    pass(r, STRATA_ERASE_NS / 4 - US);
    put(r, 0, 0xb0);
    pass(r, STRATA_ERASE_NS);
    put(r, 0, 0xd0);
    g_assert_cmpuint(strata_due(&r->chip) - r->now_ns, ==,
                     STRATA_ERASE_NS / 4);
    pass(r, STRATA_ERASE_NS / 4);
    g_assert_cmpuint(strata_due(&r->chip) - r->now_ns, ==,
                     STRATA_ERASE_NS / 2);
}

/* A word that was announced and not loaded stays as it is; clearing locks
 * clears those of every block. */
static void test_leftovers(struct rig *r, gconstpointer fast)
{
    (void)fast;
    for (unsigned i = 0; i < 2; i++) {
        put(r, 16 * i, 0xe8);
        put(r, 16 * i, 1);
        put(r, 16 * i, 0);
        put(r, 16 * i + !i, 0); /* the second time the same word again */
        put(r, 16 * i, 0xd0);
        pass(r, STRATA_PROGRAM_NS);
    }
    g_assert_cmphex(in_array(r, 1), ==, 0);
    g_assert_cmphex(in_array(r, 17), ==, 0xffff);
    memset(r->locks, 0xff, sizeof r->locks);
    put(r, 0, 0x60);
    put(r, 0, 0xd0);
    for (unsigned i = 0; i < sizeof r->locks; i++)
        g_assert_cmphex(r->locks[i], ==, 0);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
        bool fast;
    } row[] = {
        {"FFh 90h read array, identifier codes", test_identifier, false},
        {"98h query", test_query, false},
        {"70h 50h read and clear status, SR.7 SR.5 SR.4", test_status, false},
        {"40h 10h program a word", test_word, false},
        {"E8h write to buffer", test_buffer, false},
        {"E8h write to buffer, errors", test_buffer_errors, false},
        {"20h D0h block erase", test_erase, false},
        {"B0h D0h suspend and resume, SR.6", test_suspend, false},
        {"60h lock bits, SR.1", test_locks, false},
        {"60h lock bit of each block", test_every_lock, false},
        {"B8h configuration of STS", test_configuration, false},
        {"70h status after every cycle", test_status_bits, false},
        {"B0h D0h in the first half", test_suspended_half, false},
        {"E8h 60h leave nothing behind", test_leftovers, false},
        {"a cut of the supply", test_cuts, false},
        {"fast timing", test_fast, true},
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(row); i++) {
        g_autofree char *path = g_strdup_printf("/strata/%s", row[i].name);

        g_test_add(path, struct rig, row[i].fast ? "fast" : NULL, setup,
                   row[i].run, teardown);
    }
    return g_test_run();
}
