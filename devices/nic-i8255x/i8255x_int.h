/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_int.h - state shared by the files of this folder.
 */
#ifndef PIXEMU_DEVICES_NIC_I8255X_I8255X_INT_H
#define PIXEMU_DEVICES_NIC_I8255X_I8255X_INT_H

#include "devices/nic-i8255x/eeprom.h"
#include "devices/nic-i8255x/i8255x.h"
#include "devices/nic-i8255x/i8255x_regs.h"
#include "devices/nic-i8255x/mii.h"

#include <string.h>

enum {
    FIFO_BYTES = 3072, /* each way: 82558 data sheet, "3 Kbyte FIFOs" */
    FIFO_FRAMES = 64,
    DUMP_BYTES = 596,
    MULTICAST_ADDRESS = 6,
};

/* Windows, in the order of the classes' tables. */
enum { WINDOW_CSR, WINDOW_IO, WINDOW_FLASH, WINDOW_ROM };

/* What differs between the parts. */
struct i8255x_part {
    enum i8255x_chip chip;
    uint8_t revision;
    uint8_t csr_bytes; /* of registers, which is BAR1's size */
    uint8_t bar0_flags;
    bool power_management;
    uint16_t pm_capabilities; /* PMC register */
    uint32_t flash_bytes;     /* what the flash pins address */
    uint16_t phy_id2;
    uint8_t pad;              /* byte that fills short frames */
};

/* Command unit: one command block after the other. */
struct cu {
    enum cu_state state;
    uint32_t base;
    uint32_t next;      /* active: the block to be fetched, absolute */
    uint32_t suspended; /* suspended: the block with the S bit */
    uint32_t link;      /* suspended: its link, as it was when it ran */
    uint32_t spent_ns;  /* by what was executed at once */
    struct alarm alarm; /* active: goes on then */
    struct alarm cna;   /* a delayed CNA interrupt */
};

/* Buffer descriptors: the next frame's descriptor says where they begin; the
 * list goes on; there are no more. */
enum rbds { RBDS_IN_RFD, RBDS_LISTED, RBDS_NONE };

/* Receive unit: one frame after the other. */
struct ru {
    enum ru_state state;
    uint32_t base;
    uint32_t next; /* ready: the descriptor to be used, absolute */
    enum rbds rbds;
    uint32_t rbd; /* listed: the next buffer descriptor, absolute */
    uint32_t dma_count;
};

/* Frames that wait: for a descriptor to put them in, or for the wire. */
struct fifo {
    uint8_t bytes[FIFO_BYTES];
    size_t used;
    struct {
        uint16_t n, status;
    } frames[FIFO_FRAMES];
    unsigned count;
};

/* Flow control, both ways. */
struct flow {
    uint64_t paused_until_ns; /* our transmitter */
    uint8_t threshold;        /* 19h */
    bool xoff;                /* software wants the far end to pause */
    bool full;                /* it was told to, and not yet to go on */
    struct alarm alarm;       /* tell it again */
};

/* Frames on their way out. */
struct tx {
    uint8_t frame[FIFO_BYTES]; /* read from memory */
    size_t n;
    bool busy; /* it waits for room in the FIFO */
    struct fifo fifo;
    uint64_t head_ns; /* when the FIFO's first frame, or its last, has left */
    bool late; /* the alarm was: the wire did not rest meanwhile */
    struct alarm alarm;
};

/* Lamps: lit is what the pins say. */
struct leds {
    struct wire pin[I8255X_LEDS];
    bool lit[I8255X_LEDS];
    uint64_t active_until_ns;
    struct alarm alarm;
};

struct i8255x {
    struct pci_function fn;
    const struct i8255x_part *part;
    uint8_t power_state; /* D0 to D3 */
    struct ether_far ether;
    struct eeprom eeprom;
    struct mii mii;
    const uint8_t *flash;
    size_t flash_size;
    uint32_t flash_decoded; /* what is behind an address line; a power of 2 */

    uint8_t stat, mask;
    uint32_t pointer, port, mdi;
    uint8_t flash_control[2];
    uint8_t early_rx, pmdr; /* 18h, 1Bh but for PME status */
    uint8_t general_control;
    struct alarm mdi_alarm;

    struct cu cu;
    struct tx tx;
    struct ru ru;
    struct fifo fifo;
    struct flow flow;
    struct leds leds;

    uint8_t config[CONFIG_BYTES];
    uint8_t station[6];
    uint64_t multicast; /* a bit for each hash */
    uint32_t dump_address;
    uint32_t stats[STATS_ALL];
    uint64_t frames_sent, frames_received;
};

static inline struct i8255x *i8255x(struct device *dev)
{
    return (struct i8255x *)dev;
}

static inline uint64_t i8255x_now(const struct i8255x *s)
{
    return board_now(&s->fn.dev);
}

static inline bool i8255x_is_557(const struct i8255x *s)
{
    return s->part->chip == I82557;
}

/* As the wire has it. */
static inline uint16_t be16(const uint8_t *p)
{
    return (uint16_t)(p[0] << 8 | p[1]);
}

static inline bool is_broadcast(const uint8_t *address)
{
    static const uint8_t all[6] = { 255, 255, 255, 255, 255, 255 };

    return memcmp(address, all, sizeof all) == 0;
}

/* Bytes as memory has them. */
static inline uint16_t le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t le32(const uint8_t *p)
{
    return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static inline void put_le16(uint8_t *p, uint16_t val)
{
    p[0] = (uint8_t)val;
    p[1] = (uint8_t)(val >> 8);
}

static inline void put_le32(uint8_t *p, uint32_t val)
{
    put_le16(p, (uint16_t)val);
    put_le16(p + 2, (uint16_t)(val >> 16));
}

static inline bool i8255x_fetch(struct i8255x *s, uint32_t pa, void *dst,
                                size_t n)
{
    return pci_dma_read(&s->fn, pa, dst, n);
}

static inline bool i8255x_store(struct i8255x *s, uint32_t pa,
                                const void *src, size_t n)
{
    return pci_dma_write(&s->fn, pa, src, n);
}

/* i8255x.c: interrupts, windows. */
void i8255x_raise(struct i8255x *, uint8_t stat);
void i8255x_update_interrupt(struct i8255x *);

/* i8255x_pci.c */
void i8255x_pci_init(struct i8255x *, uint8_t revision);
void i8255x_pci_reset(struct i8255x *);

/* PME status of PMCSR. */
bool i8255x_pci_pme(const struct i8255x *);
void i8255x_pci_set_pme(struct i8255x *, bool on);

/* i8255x_wake.c: a frame that passed the address filter, `ours`: by the
 * station address; the link changed; software reads or writes PMDR. */
void i8255x_wake_frame(struct i8255x *, const uint8_t *frame, size_t n,
                       bool ours);
void i8255x_wake_link(struct i8255x *);
uint8_t i8255x_wake_pmdr(const struct i8255x *);
void i8255x_wake_clear(struct i8255x *, uint8_t pmdr);

/* i8255x_port.c: resets and what the PORT register does. */
void i8255x_port_command(struct i8255x *, uint32_t val);
void i8255x_selective_reset(struct i8255x *);
void i8255x_software_reset(struct i8255x *);
void i8255x_bus_reset(struct i8255x *);
/* The internal registers, for PORT and the dump command. */
bool i8255x_dump_registers(struct i8255x *, uint32_t pa);

/* i8255x_cu.c */
enum { CU_SUM_NS = 50 }; /* a byte of a check sequence, or of a hash */
void i8255x_cu_init(struct i8255x *);
void i8255x_cu_reset(struct i8255x *);
void i8255x_cu_command(struct i8255x *, unsigned cuc);
void i8255x_cu_continue(struct i8255x *); /* the FIFO has room again */
/* A received frame takes a delayed CNA interrupt along. */
void i8255x_cu_flush_cna(struct i8255x *);
/* What the block takes besides being one; bounds what lists do at once, and
 * what becomes of frames that are looped back. */
void i8255x_cu_spend(struct i8255x *, uint32_t ns);

/* i8255x_tx.c */
void i8255x_tx_init(struct i8255x *);
void i8255x_tx_reset(struct i8255x *);
/* The transmit command of the block at pa; returns status bits beside C. */
uint16_t i8255x_transmit(struct i8255x *, uint32_t pa, uint16_t command,
                         const uint8_t tcb[16]);
/* i8255x_flow_paused_until() changed. */
void i8255x_tx_paused(struct i8255x *);
/* A frame of the chip's own, past those that wait; false: no wire. */
bool i8255x_tx_at_once(struct i8255x *, const uint8_t *frame, size_t n);

/* i8255x_flow.c */
void i8255x_flow_init(struct i8255x *);
void i8255x_flow_reset(struct i8255x *);
/* Each frame that comes in; true: it is kept from memory. */
bool i8255x_flow_received(struct i8255x *, const uint8_t *frame, size_t n);
/* No frame begins before. */
uint64_t i8255x_flow_paused_until(const struct i8255x *);
/* The receive FIFO holds more, or less. */
void i8255x_flow_check(struct i8255x *);
uint8_t i8255x_flow_status(const struct i8255x *);
void i8255x_flow_command(struct i8255x *, uint8_t val);

/* i8255x_ru.c */
void i8255x_ru_reset(struct i8255x *);
void i8255x_ru_command(struct i8255x *, unsigned ruc);
/* A frame reaches the receiver: from the wire, or looped back. */
void i8255x_ru_frame(struct i8255x *, const uint8_t *frame, size_t n);

/* RUS, as the status byte has it. */
unsigned i8255x_ru_status(const struct i8255x *);

/* i8255x_rbd.c: into the buffers, `first` of which is what the frame's
 * descriptor says; returns how much found room. */
size_t i8255x_rbd_store(struct i8255x *, uint32_t first,
                        const uint8_t *data, size_t n);

/* i8255x_fifo.c.  False: no room. */
bool i8255x_fifo_put(struct fifo *, const uint8_t *frame, size_t n,
                     uint16_t status);
/* The oldest frame, which stays until dropped; false: empty. */
bool i8255x_fifo_peek(const struct fifo *, const uint8_t **frame, size_t *n,
                      uint16_t *status);
void i8255x_fifo_drop(struct fifo *);

/* i8255x_leds.c: after anything the pins depend on, and for each frame that
 * is on the wire. */
void i8255x_leds_init(struct i8255x *);
void i8255x_leds_reset(struct i8255x *);
void i8255x_leds_update(struct i8255x *);
void i8255x_leds_activity(struct i8255x *);

/* i8255x_stats.c */
void i8255x_count(struct i8255x *, unsigned counter);
void i8255x_stats_dump(struct i8255x *, bool reset);

#endif
