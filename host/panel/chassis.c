/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chassis.c - the cases, a row each; see chassis.h. */
#include "host/panel/chassis.h"

#include <string.h>

/* A rack is 928 points wide: 19 inches, so a unit of height is 85.  Desk
 * units are drawn larger, two views beside each other. */
enum { RACK = 928, U1 = 86, U2 = 171, U3 = 257, DESK = 458 };

#define FRONT(what, x, y, w, h, ...) \
    {.kind = what, .rear = false, x, y, w, h, __VA_ARGS__}
#define REAR(what, x, y, w, h, ...) \
    {.kind = what, .rear = true, x, y, w, h, __VA_ARGS__}
#define LAMP(x, y, label, source) \
    {PART_LAMP, false, x, y, 12, 12, label, source}

/* A 501 shows its ports on the front, a column each: the outside one and the
 * four of its switch, the first of which is interface 1. */
#define DESK_COLUMN(x, label, both, speed)                  \
    {PART_LAMP, false, x, 25, 10, 10, NULL, both},          \
        {PART_LAMP, false, x, 44, 10, 10, label, speed}

#define PORTS_506                                              \
    FRONT(PART_MARK, 22, 30, 190, 32),                         \
        FRONT(PART_VENT, 226, 20, 80, 52),                     \
        LAMP(330, 34, "POWER", LAMP_POWER),                    \
        LAMP(374, 34, "ACT", LAMP_ACT),                        \
        LAMP(420, 34, "NETWORK", LAMP_NETWORK),                \
        REAR(PART_PORT, 18, 28, 40, 34, "ETHERNET 1", 1),      \
        REAR(PART_PORT, 118, 28, 40, 34, "ETHERNET 0", 0),     \
        REAR(PART_CONSOLE, 222, 20, 40, 36, "CONSOLE"),        \
        REAR(PART_RESET, 290, 30, 18, 18, "RESET"),            \
        REAR(PART_INLET, 330, 18, 74, 44, NULL),               \
        REAR(PART_POWER, 418, 18, 24, 40, "POWER")

#define PORTS_515                                              \
    FRONT(PART_MARK, 44, 22, 220, 42),                         \
        FRONT(PART_VENT, 300, 18, 380, 50),                    \
        LAMP(744, 30, "POWER", LAMP_POWER),                    \
        LAMP(800, 30, "ACT", LAMP_ACT),                        \
        LAMP(856, 30, "NETWORK", LAMP_NETWORK),                \
        REAR(PART_SLOT, 36, 6, 232, 36, NULL, 0),              \
        REAR(PART_SLOT, 36, 44, 232, 36, NULL, 1),             \
        REAR(PART_FAILOVER, 286, 28, 82, 30, "FAILOVER"),      \
        REAR(PART_PORT, 394, 26, 40, 34, "ETHERNET 1", 1),     \
        REAR(PART_PORT, 500, 26, 40, 34, "ETHERNET 0", 0),     \
        REAR(PART_CONSOLE, 612, 18, 40, 36, "CONSOLE"),        \
        REAR(PART_RESET, 688, 28, 18, 18, "RESET"),            \
        REAR(PART_INLET, 738, 18, 88, 48, NULL),               \
        REAR(PART_POWER, 852, 18, 26, 42, "POWER")

/* Six upright places for cards, three of them without a connector in a 510's
 * or a 520's bus, the flash card's among these. */
#define FRONT_520                                              \
    FRONT(PART_MARK, 60, 40, 260, 48),                         \
        FRONT(PART_VENT, 60, 132, 480, 84),                    \
        FRONT(PART_DRIVE, 620, 124, 236, 76, NULL),            \
        LAMP(640, 54, "POWER", LAMP_POWER),                    \
        LAMP(724, 54, "ACT", LAMP_ACT),                        \
        LAMP(808, 54, "NETWORK", LAMP_NETWORK)
#define REAR_520                                               \
    REAR(PART_INLET, 52, 36, 92, 54, NULL),                    \
        REAR(PART_POWER, 166, 38, 28, 46, "POWER"),            \
        REAR(PART_FAN, 52, 116, 116, 116, NULL),               \
        REAR(PART_RESET, 212, 52, 18, 18, "RESET"),            \
        REAR(PART_FAILOVER, 240, 130, 82, 30, "FAILOVER"),     \
        REAR(PART_CONSOLE9, 250, 190, 62, 28, "CONSOLE")

const struct chassis chassis_rows[] = {
    {
        .model = "501", .number = "501", .w = DESK, .h = 76,
        .look = LOOK_DESK,
        .part = {
            FRONT(PART_MARK, 16, 23, 150, 27),
            LAMP(178, 28, "POWER", LAMP_POWER),
            LAMP(222, 28, "VPN", LAMP_DARK),
            FRONT(PART_TEXT, 258, 30, 0, 0, "LINK/ACT"),
            FRONT(PART_TEXT, 258, 49, 0, 0, "100 MBPS"),
            DESK_COLUMN(322, "0", LAMP_OF(0, LAMP_LINK_ACT),
                        LAMP_OF(0, LAMP_SPEED)),
            DESK_COLUMN(348, "1", LAMP_OF(1, LAMP_LINK_ACT),
                        LAMP_OF(1, LAMP_SPEED)),
            DESK_COLUMN(374, "2", LAMP_DARK, LAMP_DARK),
            DESK_COLUMN(400, "3", LAMP_DARK, LAMP_DARK),
            DESK_COLUMN(426, "4", LAMP_DARK, LAMP_DARK),
            REAR(PART_JACK, 12, 22, 34, 30, "4"),
            REAR(PART_JACK, 50, 22, 34, 30, "3"),
            REAR(PART_JACK, 88, 22, 34, 30, "2"),
            REAR(PART_PORT, 126, 22, 34, 30, "1", 1),
            REAR(PART_PORT, 200, 22, 34, 30, "0", 0),
            REAR(PART_CONSOLE, 286, 16, 34, 32, "CONSOLE"),
            REAR(PART_RESET, 346, 23, 16, 16, "RESET"),
            REAR(PART_INLET, 382, 20, 22, 22, NULL),
            REAR(PART_POWER, 420, 12, 22, 36, "POWER"),
        },
    },
    {
        .model = "506", .number = "506", .w = DESK, .h = 92,
        .look = LOOK_DESK, .part = {PORTS_506},
    },
    {
        .model = "506e", .number = "506E", .w = DESK, .h = 92,
        .look = LOOK_DESK, .part = {PORTS_506},
    },
    {
        .model = "510", .number = "510", .w = RACK, .h = U3, .rack = true,
        .look = LOOK_PALE,
        .part = {
            FRONT_520, REAR_520,
            REAR(PART_SLOT, 390, 20, 52, 218, "0", 0),
            REAR(PART_SLOT, 444, 20, 52, 218, "1", 1),
            REAR(PART_SLOT, 498, 20, 52, 218, "2", 2),
            REAR(PART_SLOT, 552, 20, 52, 218, "3", 3),
            REAR(PART_BLANK, 606, 20, 52, 218, NULL),
            REAR(PART_BLANK, 660, 20, 52, 218, NULL),
            REAR(PART_BLANK, 714, 20, 52, 218, NULL),
            REAR(PART_VENT, 800, 30, 80, 198),
        },
    },
    {
        .model = "515", .number = "515", .w = RACK, .h = U1, .rack = true,
        .part = {PORTS_515},
    },
    {
        .model = "515e", .number = "515E", .w = RACK, .h = U1, .rack = true,
        .part = {PORTS_515},
    },
    {
        .model = "520", .number = "520", .w = RACK, .h = U3, .rack = true,
        .look = LOOK_PALE,
        .part = {
            FRONT_520, REAR_520,
            REAR(PART_SLOT, 390, 20, 52, 218, "0", 0),
            REAR(PART_SLOT, 444, 20, 52, 218, "1", 1),
            REAR(PART_SLOT, 498, 20, 52, 218, "2", 2),
            REAR(PART_SLOT, 552, 20, 52, 218, "3", 3),
            REAR(PART_SLOT, 606, 20, 52, 218, "4", 4),
            REAR(PART_SLOT, 660, 20, 52, 218, "5", 5),
            REAR(PART_BLANK, 714, 20, 52, 218, NULL),
            REAR(PART_VENT, 800, 30, 80, 198),
        },
    },
    {
        .model = "525", .number = "525", .w = RACK, .h = U2, .rack = true,
        .part = {
            FRONT(PART_MARK, 60, 58, 260, 52),
            FRONT(PART_VENT, 360, 30, 360, 110),
            LAMP(780, 74, "POWER", LAMP_POWER),
            LAMP(840, 74, "ACT", LAMP_ACT),
            REAR(PART_SLOT, 40, 14, 240, 44, "0", 0),
            REAR(PART_SLOT, 40, 64, 240, 44, "1", 1),
            REAR(PART_SLOT, 40, 114, 240, 44, "2", 2),
            REAR(PART_PORT, 312, 36, 40, 34, "ETHERNET 1", 1),
            REAR(PART_PORT, 418, 36, 40, 34, "ETHERNET 0", 0),
            REAR(PART_FAILOVER, 316, 112, 82, 30, "FAILOVER"),
            REAR(PART_CONSOLE, 424, 100, 40, 36, "CONSOLE"),
            REAR(PART_RESET, 532, 38, 18, 18, "RESET"),
            REAR(PART_FAN, 584, 30, 112, 112, NULL),
            REAR(PART_INLET, 722, 34, 92, 54, NULL),
            REAR(PART_POWER, 846, 36, 28, 46, "POWER"),
        },
    },
    {
        .model = "535", .number = "535", .w = RACK, .h = U3, .rack = true,
        .part = {
            FRONT(PART_MARK, 60, 98, 260, 56),
            FRONT(PART_VENT, 360, 40, 360, 178),
            LAMP(780, 118, "POWER", LAMP_POWER),
            LAMP(840, 118, "ACT", LAMP_ACT),
            REAR(PART_CONSOLE, 52, 28, 40, 36, "CONSOLE"),
            REAR(PART_FAILOVER, 44, 100, 82, 30, "FAILOVER"),
            REAR(PART_RESET, 76, 184, 18, 18, "RESET"),
            REAR(PART_SLOT, 146, 20, 52, 218, "0", 0),
            REAR(PART_SLOT, 200, 20, 52, 218, "1", 1),
            REAR(PART_SLOT, 254, 20, 52, 218, "2", 2),
            REAR(PART_SLOT, 308, 20, 52, 218, "3", 3),
            REAR(PART_SLOT, 362, 20, 52, 218, "4", 4),
            REAR(PART_SLOT, 416, 20, 52, 218, "5", 5),
            REAR(PART_SLOT, 470, 20, 52, 218, "6", 6),
            REAR(PART_SLOT, 524, 20, 52, 218, "7", 7),
            REAR(PART_SLOT, 578, 20, 52, 218, "8", 8),
            REAR(PART_FAN, 650, 24, 96, 96, NULL),
            REAR(PART_FAN, 650, 136, 96, 96, NULL),
            REAR(PART_INLET, 760, 44, 92, 54, NULL),
            REAR(PART_INLET, 760, 158, 92, 54, NULL),
            REAR(PART_POWER, 868, 104, 28, 46, "POWER"),
        },
    },
    {0},
};

const struct chassis *chassis_find(const char *model)
{
    for (const struct chassis *c = chassis_rows; c->model; c++)
        if (!strcmp(c->model, model))
            return c;
    return NULL;
}
