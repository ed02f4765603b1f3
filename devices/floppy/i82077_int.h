/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i82077_int.h - inside the diskette controller.
 *
 * Section numbers: Intel 290166, 82077AA data sheet.
 */
#ifndef PIXEMU_DEVICES_I82077_INT_H
#define PIXEMU_DEVICES_I82077_INT_H

#include "devices/floppy/i82077.h"

enum {
    FDC_DRIVES = 4,
    FDC_BYTES_MAX = 10, /* of a command or a result */
};

/* Main status register (2.1.5). */
enum {
    MSR_RQM = 0x80,
    MSR_DIO = 0x40, /* the next byte is to be read */
    MSR_NON_DMA = 0x20,
    MSR_BUSY = 0x10,
};

/* Digital output register (2.1.3). */
enum { DOR_DRIVE = 0x03, DOR_RUN = 0x04, DOR_GATE = 0x08, DOR_MOTOR0 = 0x10 };

/* Status registers 0-3 (section 6). */
enum {
    ST0_ABNORMAL = 0x40,
    ST0_INVALID = 0x80,
    ST0_POLLED = 0xc0,
    ST0_SEEK_END = 0x20,
    ST0_EQUIPMENT = 0x10,
    ST1_END = 0x80,
    ST1_CRC = 0x20,
    ST1_OVERRUN = 0x10,
    ST1_NO_DATA = 0x04,
    ST1_PROTECTED = 0x02,
    ST1_NO_MARK = 0x01,
    ST2_CONTROL_MARK = 0x40,
    ST2_CRC = 0x20,
    ST2_WRONG_CYLINDER = 0x10,
    ST3_PROTECTED = 0x40,
    ST3_READY = 0x20,
    ST3_TRACK0 = 0x10,
    ST3_TWO_SIDES = 0x08,
};

/* CONFIGURE (5.2). */
enum {
    CONFIG_IMPLIED_SEEK = 0x40,
    CONFIG_NO_FIFO = 0x20,
    CONFIG_NO_POLL = 0x10,
};

/* First byte of the data commands. */
enum { CMD_MULTI_TRACK = 0x80, CMD_MFM = 0x40, CMD_SKIP = 0x20 };
enum {
    CMD_READ_TRACK = 0x02,
    CMD_WRITE = 0x05,
    CMD_READ = 0x06,
    CMD_WRITE_DELETED = 0x09,
    CMD_READ_ID = 0x0a,
    CMD_READ_DELETED = 0x0c,
    CMD_FORMAT = 0x0d,
    CMD_VERIFY = 0x16,
    CMD_WHAT = 0x1f, /* the bits that tell commands apart */
};

enum fdc_phase { PHASE_COMMAND, PHASE_EXECUTION, PHASE_RESULT };

/* What a data command waits for. */
enum fdc_step {
    STEP_NONE,
    STEP_FIND,     /* the wanted address mark to come round */
    STEP_FROM_HOST,/* bytes for a sector, or an address mark to be */
    STEP_TO_HOST,  /* the host to take a sector */
};

struct i82077 {
    struct device dev;
    struct wire irq, dreq, lamp;
    struct drive drive[FDC_DRIVES];
    uint8_t dor, tape, rate;
    enum fdc_phase phase;

    uint8_t command[FDC_BYTES_MAX]; /* and its parameters */
    unsigned command_bytes;
    uint8_t result[FDC_BYTES_MAX];
    unsigned result_bytes, result_taken;

    uint8_t specify[2], configure, pretrack, perpendicular;
    bool lock;
    bool irq_wanted, dreq_wanted; /* behind the gate of DOR */
    unsigned polled; /* so many of the four answers after a reset are left */

    /* Seeks, of the drives side by side. */
    uint8_t pcn[FDC_DRIVES]; /* the cylinder the chip believes in */
    uint8_t seek_done;       /* a bit a drive: SENSE INTERRUPT has to tell */
    uint8_t seek_st0[FDC_DRIVES];
    uint8_t seeking;         /* a bit a drive */
    struct alarm seek_alarm[FDC_DRIVES];

    /* The data command under way. */
    enum fdc_step step;
    bool terminal_count;
    uint8_t st1, st2;
    uint8_t cylinder, head, sector; /* C, H, R as they advance */
    uint8_t size;                   /* N */
    uint8_t last;                   /* SC or EOT, of the last one that had it */
    uint8_t format_left;            /* sectors */
    unsigned at, wanted;            /* bytes of buffer */
    struct alarm data_alarm;
    uint8_t buffer[DRIVE_SECTOR_BYTES];
};

static inline struct i82077 *i82077_of(struct device *dev)
{
    return (struct i82077 *)dev;
}

static inline unsigned fdc_unit(const struct i82077 *f)
{
    return f->command[1] & 3;
}

static inline unsigned fdc_side(const struct i82077 *f)
{
    return f->command[1] >> 2 & 1;
}

/* i82077.c */
void fdc_set_irq(struct i82077 *, bool wanted);
/* A command has something to tell: what is left of a reset is over. */
void fdc_interrupt(struct i82077 *);
void fdc_set_dreq(struct i82077 *, bool wanted);
bool fdc_uses_dma(const struct i82077 *);
/* Ends a command; with n = 0 there is nothing to read. */
void fdc_result(struct i82077 *, const uint8_t *bytes, unsigned n);

/* i82077_control.c: looks the first byte up. */
unsigned fdc_command_bytes(uint8_t first);
void fdc_execute(struct i82077 *);
void fdc_control_init(struct i82077 *);
void fdc_control_reset(struct i82077 *);

/* i82077_data.c */
void fdc_data_init(struct i82077 *);
void fdc_data_reset(struct i82077 *);
/* A diskette was taken out of the drive. */
void fdc_data_diskette_gone(struct i82077 *);
void fdc_data_command(struct i82077 *);
void fdc_read_id(struct i82077 *);
uint8_t fdc_data_out(struct i82077 *);
void fdc_data_in(struct i82077 *, uint8_t);

#endif
