/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * chassis.h - how the case of each model is drawn: rows of parts.
 *
 * A view is the front or the rear, in points: one pixel each at 100 %.  The
 * shapes are our own drawing after the models' dimensions; docs/accuracy.md
 * says what is remembered and what is known.
 */
#ifndef PIXEMU_HOST_PANEL_CHASSIS_H
#define PIXEMU_HOST_PANEL_CHASSIS_H

#include <stdbool.h>
#include <stdint.h>

enum part_kind {
    PART_END,
    PART_MARK,     /* wordmark and the model's number */
    PART_VENT,
    PART_LAMP,     /* n: enum lamp_source, plus a port << 4 */
    PART_POWER,    /* the switch */
    PART_RESET,    /* the button */
    PART_DRIVE,
    PART_PORT,     /* n: the one on the board */
    PART_JACK,     /* an Ethernet jack that leads nowhere */
    PART_SLOT,     /* n: cards' ports are put into it */
    PART_BLANK,    /* cover of a place for something else */
    PART_FAILOVER, /* 15 pins */
    PART_CONSOLE,  /* RJ-45 */
    PART_CONSOLE9, /* 9 pins */
    PART_INLET,    /* mains; w < 40: a round one, of a power brick */
    PART_FAN,
    PART_TEXT,     /* the label alone */
};

enum lamp_source {
    LAMP_POWER,
    LAMP_ACT,
    LAMP_NETWORK,
    LAMP_DRIVE,
    LAMP_DARK,     /* nothing lights it */
    /* Of a port: */
    LAMP_LINK,
    LAMP_ACTIVITY,
    LAMP_SPEED,
    LAMP_LINK_ACT, /* lit with the link, dark for a moment with a frame */
};
#define LAMP_OF(port, source) ((source) | (port) << 4)

struct part {
    uint8_t kind;
    bool rear;
    int16_t x, y, w, h; /* within its view */
    const char *label;  /* NULL: none */
    uint8_t n;
};

enum chassis_look { LOOK_SLATE, LOOK_PALE, LOOK_DESK };

enum { CHASSIS_PARTS_MAX = 48 };

struct chassis {
    const char *model;  /* as machine/model.h names it */
    const char *number; /* as it is written on the case */
    int16_t w, h;       /* of a view */
    bool rack;          /* ears, views below each other; else side by side */
    enum chassis_look look;
    struct part part[CHASSIS_PARTS_MAX];
};

extern const struct chassis chassis_rows[]; /* ends with a NULL model */
const struct chassis *chassis_find(const char *model); /* NULL: unknown */

#endif
