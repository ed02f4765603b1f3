/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * services.c - which service answers which interrupt, and running real-mode
 * programs.
 *
 * Sources: IBM PC AT Technical Reference (vectors, BIOS data area, equipment
 * word); Intel 8259A data sheet.
 */
#include "bios/real/services.h"

#include "bios/real/real.h"
#include "bios/real/serial.h"
#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/io.h"
#include "guest/i386/pit.h"
#include "guest/lib/string.h"

enum {
    SEGMENT = 0xf000,
    VECTORS = 256,
    KIB = 1024,
    EQUIPMENT = 2 << 9, /* two serial lines */
    MASTER = 0x20,
    SLAVE = 0xa0,
    READ_ISR = 0x0b,
    EOI = 0x20,
    CASCADE_LINE = 2,
    CLOCK_LINE = 8,
};

struct vector {
    uint16_t number, offset;
};

/* real.S and rom.ld. */
extern const struct vector real_vectors[]; /* ends with offset 0 */
extern const uint8_t real_vector_nothing[];
extern uint8_t real_data[], real_data_end[];
void real_run(void);

/* For real.S: what to call, and with which AX. */
struct {
    uint16_t offset, segment, ax;
} real_job;
uint32_t real_saved_esp;
struct {
    uint16_t offset, segment;
} real_boot_vector;

/* --- services ---------------------------------------------------------- */

enum real_answer real_status(struct real_frame *f, uint8_t ah, bool error)
{
    set_high(&f->eax, ah);
    set_flag(f, FLAG_CARRY, error);
    return REAL_DONE;
}

static enum real_answer serial_interrupt(void)
{
    serial_service();
    outb(MASTER, EOI);
    return REAL_DONE;
}

static void end_stray(uint16_t port)
{
    outb(port, READ_ISR);
    uint8_t served = inb(port);

    if (port == MASTER)
        served &= (uint8_t)~(1 << CASCADE_LINE);
    if (!served)
        return; /* a spurious one */
    outb((uint16_t)(port + 1), inb((uint16_t)(port + 1)) | served);
    outb(port, EOI);
    if (port == SLAVE)
        outb(MASTER, EOI);
}

/* Nobody answers for the line: not again. */
static enum real_answer stray(void)
{
    end_stray(SLAVE);
    end_stray(MASTER);
    return REAL_DONE;
}

enum real_answer real_service(struct real_frame *f)
{
    if (f->vector != 0x0c)
        serial_service();
    switch (f->vector) {
    case 0x0c:
        return serial_interrupt();
    case 0x10:
        return video_service(f);
    case 0x11:
        set_word(&f->eax, bda16(BDA_EQUIPMENT));
        return REAL_DONE;
    case 0x12:
        set_word(&f->eax, bda16(BDA_MEMORY_KIB));
        return REAL_DONE;
    case 0x13:
        return disk_service(f);
    case 0x15:
        return system_service(f);
    case 0x16:
        return keyboard_service(f);
    case 0x1a:
        return clock_service(f);
    case 0x70:
        return wait_interrupt();
    default:
        return stray();
    }
}

/* --- set-up ------------------------------------------------------------ */

static volatile struct vector_pointer {
    uint16_t offset, segment;
} *vectors(void)
{
    uintptr_t pa = 0;
    __asm__("" : "+r"(pa)); /* not a null pointer to the compiler */
    return (volatile struct vector_pointer *)pa;
}

static void set_vector(unsigned n, uint16_t offset)
{
    vectors()[n].offset = offset;
    vectors()[n].segment = SEGMENT;
}

static void set_vectors(void)
{
    uint16_t nothing = (uint16_t)(uintptr_t)real_vector_nothing;

    for (unsigned n = 0; n < VECTORS; n++)
        set_vector(n, nothing);
    for (const struct vector *v = real_vectors; v->offset; v++)
        set_vector(v->number, v->offset);
}

static void set_data_area(void)
{
    uint16_t warm = bda16(0x72); /* guest/i386/restart.h */

    for (unsigned i = 0; i < 0x100; i += 4)
        bda32(i) = 0;
    bda16(0x72) = warm;
    bda16(BDA_COM) = UART_CONSOLE;
    bda16(BDA_COM + 2) = UART_FAILOVER;
    bda16(BDA_EBDA) = (uint16_t)((uintptr_t)real_data / 16);
    bda16(BDA_EQUIPMENT) = EQUIPMENT;
    bda16(BDA_MEMORY_KIB) = (uint16_t)((uintptr_t)real_data / KIB);
    bda16(BDA_KEY_HEAD) = bda16(BDA_KEY_TAIL) = BDA_KEYS;
    bda16(BDA_KEYS_FROM) = BDA_KEYS;
    bda16(BDA_KEYS_TO) = BDA_KEYS_END;
}

void real_setup(void)
{
    memset(real_data, 0, (uintptr_t)real_data_end - (uintptr_t)real_data);
    real_data[0] = (uint8_t)((0xa0000 - (uintptr_t)real_data) / KIB);
    set_vectors();
    set_data_area();
    video_open();
    clock_open();
}

/* --- running ----------------------------------------------------------- */

static void take_over(void)
{
    interrupt_for_real_mode(1u << PIT_LINE | 1u << CASCADE_LINE |
                            1u << UART_CONSOLE_LINE | 1u << CLOCK_LINE);
    pit_start_pc();
    serial_open();
}

static void run(uint16_t segment, uint16_t offset, uint16_t ax)
{
    real_job.segment = segment;
    real_job.offset = offset;
    real_job.ax = ax;
    take_over();
    real_run();
}

void real_call(uint16_t segment, uint16_t offset, uint16_t ax)
{
    run(segment, offset, ax);
    while (!serial_all_sent())
        serial_service();
    serial_close();
    interrupt_shut();
}

void real_set_boot(uint16_t segment, uint16_t offset)
{
    real_boot_vector.segment = segment;
    real_boot_vector.offset = offset;
}

bool real_offers_boot(void)
{
    return real_boot_vector.segment || vectors()[0x19].segment != SEGMENT;
}

void real_boot(void)
{
    run(vectors()[0x19].segment, vectors()[0x19].offset, 0);
    __builtin_unreachable();
}
