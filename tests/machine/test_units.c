/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_units.c - whole units under a held clock, with ROMs of a few bytes:
 * two in one process, power switch, reset button, pause, wedging.
 */
#include <glib.h>
#include <string.h>

#include "machine/loop.h"
#include "machine/machine.h"

enum { ROM_BYTES = 65536, START = 0xf000, MS = 1000000 };

/* A unit and all that is lent to it. */
struct rig {
    struct unit *unit;
    uint8_t rom[ROM_BYTES];
    uint8_t *flash;
    uint8_t protection[32], cmos[128], eeprom[UNIT_PORTS_MAX][128], made[2];
    GString *said;
    unsigned events[UNIT_EVENT_BROKEN + 1];
    bool by_guest;
};

static struct loop *loop;

static void on_send(void *far, uint8_t byte)
{
    g_string_append_c(((struct rig *)far)->said, (char)byte);
}

static void on_event(void *far, enum unit_event event, bool by_guest)
{
    struct rig *r = far;

    r->events[event]++;
    r->by_guest = by_guest;
}

static struct rig *rig_new(const char *model, const void *code, size_t n)
{
    static const uint8_t to_start[] = {0xe9, 0x0d, 0xf0}; /* JMP F000h */
    struct rig *r = g_new0(struct rig, 1);
    const struct console_far far = {.far = r, .send = on_send};
    struct unit_config c = {.name = model, .model = model_find(model)};
    g_autofree char *why = NULL;

    memset(r->rom, 0xf4, sizeof r->rom);
    memcpy(r->rom + START, code, n);
    memcpy(r->rom + 0xfff0, to_start, sizeof to_start);
    memset(r->eeprom, 0xff, sizeof r->eeprom);
    r->said = g_string_new(NULL);
    c.ram_mib = 16;
    c.cpu = c.model->cpu;
    c.bios = r->rom;
    c.bios_size = sizeof r->rom;
    c.storage.flash_size = (size_t)c.model->flash_kib * 1024;
    c.storage.flash = r->flash = g_malloc(c.storage.flash_size);
    memset(r->flash, 0xff, c.storage.flash_size);
    c.storage.protection = r->protection;
    c.storage.cmos = r->cmos;
    c.storage.eeprom = r->eeprom;
    c.storage.eeprom_made = r->made;
    r->unit = unit_new(loop, &c, &why);
    g_assert_cmpstr(why, ==, NULL);
    unit_console_attach(r->unit, &far);
    unit_on_event(r->unit, on_event, r);
    return r;
}

static void rig_free(struct rig *r)
{
    unit_free(r->unit);
    g_string_free(r->said, TRUE);
    g_free(r->flash);
    g_free(r);
}

static void reached(void *far)
{
    (void)far;
    loop_quit(loop, 0);
}

/* A loop is left once; the next stretch takes a new one's place by going on
 * where the last one stopped. */
static void run_until(uint64_t at_ns)
{
    g_assert_true(loop_hold_until(loop, at_ns, reached, NULL));
    loop_run(loop);
}

#define LCR_8N1 0xba, 0xfb, 0x03, 0xb0, 0x03, 0xee /* MOV DX,3FBh; 3 */

/* Letters from `first` on, one every few microseconds. */
#define LETTERS(first)                                                    \
    {                                                                     \
        LCR_8N1, 0xba, 0xf8, 0x03, /* MOV DX,3F8h */                      \
            0xb0, first,           /* MOV AL,first */                     \
            0xee,                  /* OUT DX,AL */                        \
            0xfe, 0xc0,            /* INC AL */                           \
            0xb9, 0x00, 0x40,      /* MOV CX,4000h */                     \
            0xe2, 0xfe,            /* LOOP $ */                           \
            0xeb, 0xf6             /* JMP to OUT */                       \
    }

static const uint8_t capitals[] = LETTERS('A'), smalls[] = LETTERS('a');

/* How often it was started since RAM was empty. */
static const uint8_t counts_starts[] = {
    0x31, 0xc0,             /* XOR AX,AX */
    0x8e, 0xd8,             /* MOV DS,AX */
    LCR_8N1,
    0xa0, 0x00, 0x05,       /* MOV AL,[500h] */
    0x04, '0',              /* ADD AL,'0' */
    0xba, 0xf8, 0x03, 0xee, /* MOV DX,3F8h; OUT DX,AL */
    0xfe, 0x06, 0x00, 0x05, /* INC BYTE [500h] */
    0xf4, 0xeb, 0xfd,       /* HLT, for ever */
};

/* Once, and CMOS remembers that, a function is put into RAM; it is called at
 * each start.  Zeros in its place are run through without end: stack and data
 * are out of the way. */
static const uint8_t calls_ram[] = {
    0xb8, 0x00, 0x90, 0x8e, 0xd0,       /* MOV AX,9000h; MOV SS,AX */
    0xbc, 0x00, 0x70,                   /* MOV SP,7000h */
    0x31, 0xc0, 0x8e, 0xd8,             /* XOR AX,AX; MOV DS,AX */
    LCR_8N1,
    0xb0, 0x40, 0xe6, 0x70,             /* MOV AL,40h; OUT 70h,AL */
    0xe4, 0x71, 0x3c, 'x', 0x74, 0x15,  /* IN AL,71h; CMP AL,'x'; JE call */
    0xb0, 'x', 0xe6, 0x71,              /* MOV AL,'x'; OUT 71h,AL */
    0xc7, 0x06, 0x00, 0x06, 0xba, 0xf8, /* [600h]: MOV DX,3F8h; */
    0xc7, 0x06, 0x02, 0x06, 0x03, 0xee, /* OUT DX,AL; */
    0xc6, 0x06, 0x04, 0x06, 0xcb,       /* RETF */
    0xb8, 0x00, 0x90, 0x8e, 0xd8,       /* call: MOV AX,9000h; MOV DS,AX */
    0xb0, 'x',                          /* MOV AL,'x' */
    0x9a, 0x00, 0x06, 0x00, 0x00,       /* CALL 0:600h */
    0xf4, 0xeb, 0xfd,                   /* HLT, for ever */
};

/* No interrupt table, then INT3: a triple fault. */
static const uint8_t faults[] = {
    0x2e, 0x0f, 0x01, 0x1e, 0x07, 0xf0, /* LIDT CS:[F007h] */
    0xcc, 0, 0, 0, 0, 0, 0,
};

static char *play(uint64_t ns)
{
    struct rig *r;
    char *said;

    loop = loop_new(CLOCK_HOLD);
    r = rig_new("525", capitals, sizeof capitals);
    unit_pause(r->unit, false);
    run_until(ns);
    said = g_strdup(r->said->str);
    rig_free(r);
    loop_free(loop);
    return said;
}

static void test_held_time_gives_the_same_output(void)
{
    g_autofree char *first = play(3 * MS);

    g_assert_cmpuint(strlen(first), >, 10);
    for (unsigned i = 0; i < 3; i++) {
        g_autofree char *again = play(3 * MS);

        g_assert_cmpstr(again, ==, first);
    }
}

static void test_two_units_run_their_own_programs(void)
{
    struct rig *a, *b;

    loop = loop_new(CLOCK_HOLD);
    a = rig_new("525", capitals, sizeof capitals);
    b = rig_new("501", smalls, sizeof smalls);
    unit_pause(a->unit, false);
    unit_pause(b->unit, false);
    run_until(2 * MS);
    g_assert_true(g_str_has_prefix(a->said->str, "ABCD"));
    g_assert_true(g_str_has_prefix(b->said->str, "abc"));
    /* 600 MHz against 133. */
    g_assert_cmpuint(a->said->len, >, 3 * b->said->len);
    rig_free(b);
    rig_free(a);
    loop_free(loop);
}

static void test_switching_on_what_is_on_changes_nothing(void)
{
    struct rig *r;

    loop = loop_new(CLOCK_HOLD);
    r = rig_new("525", counts_starts, sizeof counts_starts);
    unit_pause(r->unit, false);
    unit_power(r->unit, true); /* it is on already */
    g_assert_true(loop_hold_until(loop, MS, reached, NULL));
    loop_run(loop);
    g_assert_cmpstr(r->said->str, ==, "0");
    rig_free(r);
    loop_free(loop);
}

/* The same unit through reset, power off and on, without leaving the loop. */
struct stage {
    struct rig *rig;
    unsigned step;
};

static void next_stage(void *far)
{
    struct stage *s = far;
    struct unit *u = s->rig->unit;

    switch (s->step++) {
    case 0:
        unit_reset(u);
        break;
    case 1:
        unit_power(u, false);
        g_assert_cmpint(unit_state(u), ==, UNIT_OFF);
        break;
    case 2:
        unit_power(u, true);
        break;
    case 3:
        loop_quit(loop, 7);
        return;
    }
    g_assert_true(loop_hold_until(loop, (s->step + 1) * MS, next_stage, s));
}

static void test_through_reset_and_power_cycle(void)
{
    struct stage s = {0};

    loop = loop_new(CLOCK_HOLD);
    s.rig = rig_new("525", counts_starts, sizeof counts_starts);
    unit_pause(s.rig->unit, false);
    g_assert_true(loop_hold_until(loop, MS, next_stage, &s));
    g_assert_cmpint(loop_run(loop), ==, 7);
    g_assert_cmpstr(s.rig->said->str, ==, "010");
    g_assert_cmpuint(s.rig->events[UNIT_EVENT_RESET], ==, 1);
    g_assert_cmpuint(s.rig->events[UNIT_EVENT_POWERDOWN], ==, 1);
    g_assert_cmpuint(s.rig->events[UNIT_EVENT_POWERUP], ==, 1);
    rig_free(s.rig);
    loop_free(loop);
}

static void test_power_off_takes_code_along(void)
{
    struct stage s = {0};

    loop = loop_new(CLOCK_HOLD);
    s.rig = rig_new("525", calls_ram, sizeof calls_ram);
    unit_pause(s.rig->unit, false);
    g_assert_true(loop_hold_until(loop, MS, next_stage, &s));
    g_assert_cmpint(loop_run(loop), ==, 7);
    g_assert_cmpstr(s.rig->said->str, ==, "xx"); /* reset, but not power */
    rig_free(s.rig);
    loop_free(loop);
}

static void on_wedged(void *far, enum unit_event event, bool by_guest)
{
    on_event(far, event, by_guest);
    if (event == UNIT_EVENT_WEDGED)
        loop_quit(loop, 3);
}

static void test_ten_triple_faults_wedge(void)
{
    struct rig *r;

    loop = loop_new(CLOCK_WARP);
    r = rig_new("525", faults, sizeof faults);
    unit_on_event(r->unit, on_wedged, r);
    unit_pause(r->unit, false);
    g_assert_cmpint(loop_run(loop), ==, 3);
    g_assert_cmpuint(r->events[UNIT_EVENT_RESET], ==, 9);
    g_assert_true(r->by_guest);
    g_assert_cmpint(unit_state(r->unit), ==, UNIT_PAUSED);
    rig_free(r);
    loop_free(loop);
}

/* An alarm every 200 us, which ends slices before their millisecond is over:
 * on the wall no unit of several gains by being the first. */
struct clockwork {
    struct device dev; /* what the alarm rings */
    struct alarm alarm;
    unsigned left;
};

static void tick(struct device *dev)
{
    struct clockwork *w =
        (void *)((char *)dev - offsetof(struct clockwork, dev));
    struct clock *c = loop_clock(loop);

    if (--w->left == 0)
        loop_quit(loop, 0);
    else
        clock_alarm_set(c, &w->alarm, clock_now(c) + MS / 5);
}

static void test_busy_units_share_the_wall(void)
{
    struct clockwork w = {.left = 1000};
    struct rig *r[4];
    gsize least = G_MAXSIZE, most = 0;

    loop = loop_new(CLOCK_REAL);
    for (unsigned i = 0; i < G_N_ELEMENTS(r); i++) {
        r[i] = rig_new("525", capitals, sizeof capitals);
        unit_pause(r[i]->unit, false);
    }
    alarm_init(&w.alarm, &w.dev, tick);
    clock_alarm_set(loop_clock(loop), &w.alarm, 1);
    loop_run(loop);
    for (unsigned i = 0; i < G_N_ELEMENTS(r); i++) {
        least = MIN(least, r[i]->said->len);
        most = MAX(most, r[i]->said->len);
        g_test_message("unit %u: %u letters", i, (unsigned)r[i]->said->len);
        rig_free(r[i]);
    }
    g_assert_cmpuint(most, <, 3 * least);
    loop_free(loop);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/units/held-time-gives-the-same-output",
                    test_held_time_gives_the_same_output);
    g_test_add_func("/units/two-in-one-process-run-their-own-programs",
                    test_two_units_run_their_own_programs);
    g_test_add_func("/units/switching-on-what-is-on-changes-nothing",
                    test_switching_on_what_is_on_changes_nothing);
    g_test_add_func("/units/a-reset-keeps-ram-and-a-power-cycle-forgets-it",
                    test_through_reset_and_power_cycle);
    g_test_add_func("/units/power-off-takes-code-in-ram-along",
                    test_power_off_takes_code_along);
    g_test_add_func("/units/ten-triple-faults-wedge",
                    test_ten_triple_faults_wedge);
    g_test_add_func("/units/busy-ones-share-the-wall",
                    test_busy_units_share_the_wall);
    return g_test_run();
}
