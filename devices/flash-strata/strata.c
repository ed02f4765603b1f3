/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strata.c - one Intel 28F640J5; see strata.h.  Sections cited are those of
 * the datasheet, chapter 4 ("Command Definitions").
 *
 * What the datasheet leaves open is decided here: bits that are 0 stay 0 when
 * a 1 is programmed over them, and that is no error; a cut of the supply finds
 * the first half of what a cycle changes one step ahead of the second.
 *
 * Not modelled: supply and VPEN, the master lock bit, x8 mode, wear.
 */
#include "devices/flash-strata/strata.h"

#include <stddef.h>
#include <string.h>

enum {
    CMD_READ_ARRAY = 0xff,
    CMD_READ_ID = 0x90,
    CMD_READ_QUERY = 0x98,
    CMD_READ_STATUS = 0x70,
    CMD_CLEAR_STATUS = 0x50,
    CMD_WRITE_BUFFER = 0xe8,
    CMD_PROGRAM = 0x40,
    CMD_PROGRAM_OTHER = 0x10,
    CMD_ERASE = 0x20,
    CMD_SUSPEND = 0xb0,
    CMD_CONFIRM = 0xd0, /* and resume */
    CMD_LOCK = 0x60,
    CMD_LOCK_ONE = 0x01,
    CMD_CONFIGURATION = 0xb8,

    SR_READY = 0x80,
    SR_SUSPENDED = 0x40,
    SR_ERASE = 0x20,   /* or clear lock bits */
    SR_PROGRAM = 0x10, /* or set lock bit */
    SR_LOCKED = 0x02,
    SR_SEQUENCE = SR_ERASE | SR_PROGRAM,

    ID_MAKER = 0x0089,
    ID_DEVICE = 0x0015,
    ID_BLOCK_LOCK = 2, /* word of each block; its bit 0 */
    QUERY_FIRST = 0x10,
};

/* 4.2, "Read Query": from word 10h, one byte a word. */
static const uint8_t query[] = {
    'Q', 'R', 'Y', 0x01, 0x00, 0x31, 0x00, 0x00, 0x00, 0x00, 0x00,
    /* 1Bh: supply 4.5 to 5.5 V, no VPP; 2^n us a word and a buffer, 2^n ms a
     * block, no chip erase; each at most 2^n times that */
    0x45, 0x55, 0x00, 0x00, 0x07, 0x07, 0x0a, 0x00, 0x04, 0x04, 0x04, 0x00,
    /* 27h: 2^23 bytes, x8 and x16, buffer of 2^5 bytes */
    0x17, 0x02, 0x00, 0x05, 0x00,
    /* 2Ch: one region of 3Fh + 1 blocks of 200h * 256 bytes */
    0x01, 0x3f, 0x00, 0x00, 0x02,
    /* 31h: Intel's extended table 1.1: suspend erase, legacy lock; program
     * while suspended; lock status kept; 5.0 V */
    'P', 'R', 'I', '1', '1', 0x0a, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00, 0x50,
    0x00,
};

void strata_init(struct strata *c, uint8_t *array, uint8_t *locks)
{
    c->array = array;
    c->locks = locks;
}

void strata_power_on(struct strata *c, bool authentic)
{
    *c = (struct strata){
        .array = c->array, .locks = c->locks, .authentic = authentic
    };
}

/* --- words ------------------------------------------------------------- */

static uint16_t get(const struct strata *c, uint32_t word)
{
    return (uint16_t)(c->array[2 * word] | c->array[2 * word + 1] << 8);
}

static bool is_locked(const struct strata *c, uint32_t word)
{
    unsigned block = word / STRATA_BLOCK_WORDS;

    return c->locks[block / 8] >> block % 8 & 1;
}

/* --- the internal cycle ------------------------------------------------ */

static void change(struct strata *c, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && c->cycle == STRATA_PROGRAMMING; i++) {
        c->array[2 * (c->at + i)] &= (uint8_t)c->buffer[i];
        c->array[2 * (c->at + i) + 1] &= (uint8_t)(c->buffer[i] >> 8);
    }
    if (c->cycle == STRATA_ERASING)
        memset(c->array + 2 * (c->at + from), 0xff, 2 * (to - from));
}

static void cycle_half(struct strata *c)
{
    c->half_ns = 0;
    change(c, c->words / 2, c->words);
}

static void cycle_begin(struct strata *c, enum strata_cycle cycle,
                        uint32_t at, uint32_t words, uint64_t now_ns,
                        uint64_t takes_ns)
{
    c->mode = STRATA_STATUS;
    c->step = STRATA_COMMAND;
    c->cycle = c->last = cycle;
    c->cycles++;
    c->at = at;
    c->words = words;
    c->half_ns = now_ns + takes_ns / 2;
    c->done_ns = now_ns + takes_ns;
    change(c, 0, words / 2);
    if (!c->authentic) {
        cycle_half(c);
        c->cycle = STRATA_IDLE;
    }
}

void strata_pass(struct strata *c, uint64_t now_ns)
{
    if (c->cycle == STRATA_IDLE)
        return;
    if (c->half_ns && now_ns >= c->half_ns)
        cycle_half(c);
    if (now_ns >= c->done_ns)
        c->cycle = STRATA_IDLE;
}

uint64_t strata_due(const struct strata *c)
{
    if (c->cycle == STRATA_IDLE)
        return UINT64_MAX;
    return c->half_ns ? c->half_ns : c->done_ns;
}

bool strata_ready(const struct strata *c)
{
    return c->cycle == STRATA_IDLE;
}

/* --- commands of more than one cycle ------------------------------------ */

static const char *failed(struct strata *c, uint8_t errors, const char *why)
{
    c->errors |= errors;
    c->mode = STRATA_STATUS;
    c->step = STRATA_COMMAND;
    return why;
}

static const char *out_of_step(struct strata *c)
{
    return failed(c, SR_SEQUENCE, "command sequence broken off");
}

/* The one that is suspended may not be changed. */
static bool is_suspended(const struct strata *c, uint32_t word)
{
    return c->suspended && word / STRATA_BLOCK_WORDS ==
                               c->suspended_at / STRATA_BLOCK_WORDS;
}

static const char *program(struct strata *c, uint32_t at, uint32_t words,
                           uint64_t now_ns)
{
    if (is_suspended(c, at))
        return failed(c, SR_PROGRAM, "program in the block being erased");
    if (is_locked(c, at))
        return failed(c, SR_PROGRAM | SR_LOCKED, "program in a locked block");
    cycle_begin(c, STRATA_PROGRAMMING, at, words, now_ns, STRATA_PROGRAM_NS);
    return NULL;
}

static const char *word_given(struct strata *c, uint32_t word, uint16_t val,
                              uint64_t now_ns)
{
    c->buffer[0] = val;
    return program(c, word, 1, now_ns);
}

/* "Write to Buffer": N - 1, N words within N words from the first one on and
 * within the block, then D0h. */
static const char *count_given(struct strata *c, uint32_t word, uint16_t val)
{
    if (val >= STRATA_BUFFER_WORDS)
        return out_of_step(c);
    c->block = word & ~(uint32_t)(STRATA_BLOCK_WORDS - 1);
    c->count = val + 1u;
    c->loads = 0;
    c->step = STRATA_DATA;
    memset(c->buffer, 0xff, sizeof c->buffer);
    return NULL;
}

static const char *data_given(struct strata *c, uint32_t word, uint16_t val)
{
    if (c->loads == 0)
        c->start = word;
    if (word - c->block >= STRATA_BLOCK_WORDS || word - c->start >= c->count)
        return out_of_step(c);
    c->buffer[word - c->start] = val;
    if (++c->loads == c->count)
        c->step = STRATA_CONFIRM;
    return NULL;
}

/* The last words announced may reach beyond the block though nothing was
 * loaded there. */
static const char *buffer_confirmed(struct strata *c, uint16_t val,
                                    uint64_t now_ns)
{
    if (val != CMD_CONFIRM ||
        c->start + c->count > c->block + STRATA_BLOCK_WORDS)
        return out_of_step(c);
    return program(c, c->start, c->count, now_ns);
}

static const char *erase(struct strata *c, uint32_t word, uint16_t val,
                         uint64_t now_ns)
{
    uint32_t block = word & ~(uint32_t)(STRATA_BLOCK_WORDS - 1);

    if (val != CMD_CONFIRM)
        return out_of_step(c);
    if (is_locked(c, block))
        return failed(c, SR_ERASE | SR_LOCKED, "erase of a locked block");
    cycle_begin(c, STRATA_ERASING, block, STRATA_BLOCK_WORDS, now_ns,
                STRATA_ERASE_NS);
    return NULL;
}

static const char *lock(struct strata *c, uint32_t word, uint16_t val,
                        uint64_t now_ns)
{
    unsigned block = word / STRATA_BLOCK_WORDS;

    switch (val) {
    case CMD_LOCK_ONE:
        c->locks[block / 8] |= (uint8_t)(1 << block % 8);
        cycle_begin(c, STRATA_LOCKING, 0, 0, now_ns, STRATA_LOCK_NS);
        return NULL;
    case CMD_CONFIRM:
        memset(c->locks, 0, STRATA_LOCK_BYTES);
        cycle_begin(c, STRATA_LOCKING, 0, 0, now_ns, STRATA_UNLOCK_NS);
        return NULL;
    default:
        return out_of_step(c);
    }
}

/* "Configuration": what STS does; level mode stays. */
static const char *configure(struct strata *c, uint16_t code)
{
    c->step = STRATA_COMMAND;
    if (code > 3)
        return out_of_step(c);
    return code ? "STS pulses are not modelled" : NULL;
}

/* --- suspend and resume ------------------------------------------------ */

static const char *suspend(struct strata *c, uint64_t now_ns)
{
    c->mode = STRATA_STATUS;
    if (c->cycle != STRATA_ERASING)
        return NULL;
    c->suspended = true;
    c->suspended_at = c->at;
    c->suspended_left_ns = c->done_ns - now_ns;
    c->suspended_half_ns = c->half_ns ? c->half_ns - now_ns : 0;
    c->cycle = STRATA_IDLE;
    return NULL;
}

static const char *resume(struct strata *c, uint64_t now_ns)
{
    if (!c->suspended)
        return NULL; /* the erasure had ended before it was to wait */
    c->suspended = false;
    c->mode = STRATA_STATUS;
    c->cycle = STRATA_ERASING;
    c->at = c->suspended_at;
    c->words = STRATA_BLOCK_WORDS;
    c->done_ns = now_ns + c->suspended_left_ns;
    c->half_ns = c->suspended_half_ns ? now_ns + c->suspended_half_ns : 0;
    return NULL;
}

/* --- the first cycle of a command -------------------------------------- */

static const char *expect(struct strata *c, enum strata_step step)
{
    c->mode = STRATA_STATUS;
    c->step = step;
    return NULL;
}

/* "If an attempt to program to the buffer is made while SR.4 or SR.5 is set,
 * the device will not accept it" in effect: errors are to be cleared first. */
static const char *write_buffer(struct strata *c)
{
    if (c->errors & SR_SEQUENCE)
        return failed(c, SR_SEQUENCE, "buffer used before errors were cleared");
    c->mode = STRATA_BUFFER_STATUS;
    c->step = STRATA_COUNT;
    return NULL;
}

static const char *first_cycle(struct strata *c, uint16_t val, uint64_t now_ns)
{
    /* While an erasure is suspended there is no other, and no locking. */
    if (c->suspended && (val == CMD_ERASE || val == CMD_LOCK))
        return out_of_step(c);
    switch (val) {
    case CMD_READ_ARRAY:
        c->mode = STRATA_ARRAY;
        return NULL;
    case CMD_READ_ID:
        c->mode = STRATA_IDENTIFIER;
        return NULL;
    case CMD_READ_QUERY:
        c->mode = STRATA_QUERY;
        return NULL;
    case CMD_READ_STATUS:
        c->mode = STRATA_STATUS;
        return NULL;
    case CMD_CLEAR_STATUS:
        c->errors = 0;
        return NULL;
    case CMD_WRITE_BUFFER:
        return write_buffer(c);
    case CMD_PROGRAM:
    case CMD_PROGRAM_OTHER:
        return expect(c, STRATA_WORD);
    case CMD_ERASE:
        return expect(c, STRATA_ERASE);
    case CMD_LOCK:
        return expect(c, STRATA_LOCK);
    case CMD_CONFIGURATION:
        return expect(c, STRATA_CONFIGURATION);
    case CMD_SUSPEND:
        return suspend(c, now_ns);
    case CMD_CONFIRM:
        return resume(c, now_ns);
    default:
        return "no such command";
    }
}

/* --- cycles on the bus ------------------------------------------------- */

const char *strata_write(struct strata *c, uint32_t word, uint16_t val,
                         uint64_t now_ns)
{
    uint16_t command = val & 0xff; /* of a command only D7-D0 count */

    word %= STRATA_WORDS;
    strata_pass(c, now_ns);
    if (c->cycle != STRATA_IDLE) {
        if (command == CMD_SUSPEND)
            return suspend(c, now_ns);
        return command == CMD_READ_STATUS ? NULL : "write while busy";
    }
    switch (c->step) {
    case STRATA_WORD:
        return word_given(c, word, val, now_ns);
    case STRATA_COUNT:
        return count_given(c, word, command);
    case STRATA_DATA:
        return data_given(c, word, val);
    case STRATA_CONFIRM:
        return buffer_confirmed(c, command, now_ns);
    case STRATA_ERASE:
        return erase(c, word, command, now_ns);
    case STRATA_LOCK:
        return lock(c, word, command, now_ns);
    case STRATA_CONFIGURATION:
        return configure(c, command);
    case STRATA_COMMAND:
        break;
    }
    return first_cycle(c, command, now_ns);
}

static uint8_t status(const struct strata *c)
{
    return (uint8_t)((c->cycle == STRATA_IDLE ? SR_READY : 0) |
                     (c->suspended ? SR_SUSPENDED : 0) | c->errors);
}

static uint16_t identifier(const struct strata *c, uint32_t word)
{
    switch (word % STRATA_BLOCK_WORDS) {
    case 0:
        return ID_MAKER;
    case 1:
        return ID_DEVICE;
    case ID_BLOCK_LOCK:
        return is_locked(c, word);
    default:
        return 0;
    }
}

/* "Query structure": the identifier codes are in it, too; of a block's status
 * register there is the lock bit. */
static uint16_t query_word(const struct strata *c, uint32_t word)
{
    uint32_t at = word % STRATA_BLOCK_WORDS;

    if (at < QUERY_FIRST)
        return identifier(c, word);
    at -= QUERY_FIRST;
    return at < sizeof query ? query[at] : 0;
}

uint16_t strata_read(struct strata *c, uint32_t word, uint64_t now_ns)
{
    word %= STRATA_WORDS;
    strata_pass(c, now_ns);
    switch (c->mode) {
    case STRATA_ARRAY:
        return get(c, word);
    case STRATA_IDENTIFIER:
        return identifier(c, word);
    case STRATA_QUERY:
        return query_word(c, word);
    case STRATA_BUFFER_STATUS:
        return SR_READY; /* the buffer is free whenever the chip is */
    case STRATA_STATUS:
        break;
    }
    return status(c);
}
