/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine.h - what the world outside the case sees of a unit.
 *
 * A unit is one emulated PIX: board, chips, processor.  It has a power switch,
 * a reset button, a console connector and Ethernet ports.  Units of a process
 * share one clock and one loop (loop.h); everything happens on its thread.
 */
#ifndef PIXEMU_MACHINE_MACHINE_H
#define PIXEMU_MACHINE_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "devices/failover-cable/connector.h"
#include "devices/floppy/drive.h"
#include "devices/kernel-card/kernelcard.h"
#include "machine/model.h"

struct unit;
struct loop;

enum { UNIT_PORTS_MAX = 16 };

/* Memory that outlives power, lent by the host and owned by it: the mapped
 * disk image.  Layout and meaning: docs/hardware.md. */
enum { PROTECTION_AT29 = 1 };

struct unit_storage {
    enum flash_card card;
    uint8_t *flash;         /* the chips, in order */
    size_t flash_size;      /* bytes, a multiple of a chip's */
    uint8_t *protection;    /* 32 bytes, used as the card's chips do;
                               PROTECTION_AT29 for each AT29C040A: on */
    uint8_t *cmos;          /* 128 bytes */
    uint8_t (*eeprom)[128]; /* UNIT_PORTS_MAX of them */
    uint8_t *eeprom_made;   /* 2 bytes, a bit for each: its maker wrote it */
    uint32_t serial;
};

struct unit_config {
    const char *name; /* for reports; copied */
    const struct model *model;
    unsigned ram_mib;
    enum cpu_type cpu;
    const uint8_t *bios; /* copied */
    size_t bios_size;    /* bytes, a multiple of 64 KiB up to 256 KiB */
    /* Expansion ROM of interface 0's PCI function, copied; NULL: none. */
    const uint8_t *option_rom;
    size_t option_rom_size; /* bytes, up to 1 MiB */
    struct unit_storage storage;
    /* What the kernel card brings, lent; NULL: there is no such card. */
    const struct kernelcard_program *kernel;
    /* By slot.  All empty: the model's usual ones (machine/cards.h). */
    enum ether_card slot[MODEL_SLOTS_MAX];
    bool authentic;         /* --timing */
    int64_t calendar_base;  /* seconds since 1970 at virtual time 0 */
    /* Station addresses asked for by --mac; all zero: from serial number. */
    uint8_t mac[UNIT_PORTS_MAX][6];
    bool eeprom_erased[UNIT_PORTS_MAX]; /* an accident before power-on */
};

/* NULL with *why set (g_free it) when the unit can't be built. */
struct unit *unit_new(struct loop *, const struct unit_config *, char **why);
void unit_free(struct unit *);
const char *unit_name(const struct unit *);
const struct model *unit_model(const struct unit *);

/* --- power and reset -------------------------------------------------- */

enum unit_state {
    UNIT_PRELAUNCH, /* built, power on, never run (--paused) */
    UNIT_RUNNING,
    UNIT_PAUSED,
    UNIT_OFF, /* the power switch is off */
};

enum unit_event {
    UNIT_EVENT_RESET,       /* reset button or the guest's own doing */
    UNIT_EVENT_STOP,        /* running -> paused */
    UNIT_EVENT_RESUME,      /* paused or prelaunch -> running */
    UNIT_EVENT_POWERDOWN,   /* the power switch went off */
    UNIT_EVENT_POWERUP,
    UNIT_EVENT_WEDGED,      /* ten triple faults without a character sent */
    UNIT_EVENT_BROKEN,      /* the processor model gave up: unit_error() */
};

enum unit_state unit_state(const struct unit *);
void unit_power(struct unit *, bool on);
void unit_reset(struct unit *);
void unit_pause(struct unit *, bool paused);
const char *unit_error(const struct unit *);
void unit_on_event(struct unit *,
                   void (*event)(void *far, enum unit_event, bool by_guest),
                   void *far);

/* --- console connector ------------------------------------------------ */

struct console_far {
    void *far;
    /* The unit sent a character, or a break. */
    void (*send)(void *far, uint8_t byte);
    void (*brk)(void *far);
    /* The unit's receiver has room again after unit_console_room() was 0. */
    void (*room)(void *far);
    /* Asked before a character is sent.  False: the unit's transmitter keeps
     * it until unit_console_ready().  NULL: takes everything. */
    bool (*takes)(void *far);
};

void unit_console_attach(struct unit *, const struct console_far *);
/* How many bytes may be given to unit_console_receive() now. */
unsigned unit_console_room(const struct unit *);
void unit_console_receive(struct unit *, uint8_t byte);
void unit_console_break(struct unit *);
/* A character whose stop bit was missing. */
void unit_console_garbled(struct unit *, uint8_t byte);
/* takes() would say yes again.  Not from within send(). */
void unit_console_ready(struct unit *);
/* The terminal is set to so many baud; 0 follows the unit.  It shows under
 * authentic timing. */
void unit_console_baud(struct unit *, unsigned baud);

/* --- failover cable --------------------------------------------------- */

struct cable_far {
    void *far;
    /* The unit sent a byte.  Must not deliver anything before it returns. */
    void (*send)(void *far, uint8_t byte);
    /* Its receiver has room again after unit_cable_room() was 0. */
    void (*room)(void *far);
    /* Asked before a byte is sent.  False: the transmitter keeps it until
     * unit_cable_ready(). */
    bool (*takes)(void *far);
};

/* Where a cable can be plugged in. */
bool unit_has_failover_port(const struct model *);
void unit_cable_attach(struct unit *, const struct cable_far *);
/* Both ends (copied), whenever something about them changes; NULL: there is
 * no cable. */
void unit_cable_set(struct unit *, const struct cable_end *mine,
                    const struct cable_end *mate);
/* How many bytes may be given to unit_cable_receive() now; it loses them
 * where a cable would. */
unsigned unit_cable_room(const struct unit *);
void unit_cable_receive(struct unit *, uint8_t byte);
void unit_cable_ready(struct unit *);

/* --- diskette drive --------------------------------------------------- */

bool unit_has_drive(const struct unit *);
/* Both at any time, also while it turns.  A diskette is lent (the struct is
 * copied) until it is ejected; inserting one ejects the one before. */
void unit_insert(struct unit *, const struct floppy_medium *);
void unit_eject(struct unit *);
/* The drive's lamp. */
bool unit_drive_lamp(const struct unit *);

/* --- lamps of the case ------------------------------------------------ */

enum unit_lamp {
    UNIT_LAMP_POWER,
    UNIT_LAMP_ACT,     /* as the software lights it */
    UNIT_LAMP_NETWORK, /* frames pass on some port */
    UNIT_LAMP_DRIVE,   /* the diskette turns */
};
bool unit_lamp(const struct unit *, enum unit_lamp);

enum port_lamp {
    PORT_LAMP_LINK,
    PORT_LAMP_ACTIVITY,
    PORT_LAMP_SPEED, /* 100 Mb/s */
};
/* A port that isn't there has dark ones. */
bool unit_port_lamp(const struct unit *, unsigned port, enum port_lamp);

/* Called whenever one may have changed, also during a slice: it only takes
 * note. */
void unit_on_lamps(struct unit *, void (*changed)(void *far), void *far);

/* --- Ethernet ports --------------------------------------------------- */

struct port_far {
    void *far;
    /* The unit sent a frame: 14 bytes or more, without check sequence.  Must
     * not deliver anything to this unit before it returns. */
    void (*send)(void *far, const uint8_t *frame, size_t n);
    /* Software made room: unit_port_takes() is true again.  Must not deliver
     * anything, either.  May be NULL. */
    void (*room)(void *far);
};

/* Interfaces in the order the firmware finds them; 0 is ethernet0. */
unsigned unit_ports(const struct unit *);
void unit_port_attach(struct unit *, unsigned port, const struct port_far *);
void unit_port_receive(struct unit *, unsigned port, const uint8_t *frame,
                       size_t n);
/* Has it a place for a frame, or no use for any?  If not, one that comes now
 * is lost, but for what the chip's FIFO holds. */
bool unit_port_takes(const struct unit *, unsigned port);
void unit_port_set_link(struct unit *, unsigned port, bool up);
/* Where its connector is: on a card in a slot, or on the board. */
struct unit_port_place {
    int slot;           /* -1: on the board */
    unsigned connector; /* which one there, from 0 */
};
struct unit_port_place unit_port_place(const struct unit *, unsigned port);
void unit_port_mac(const struct unit *, unsigned port, uint8_t mac[6]);

#endif
