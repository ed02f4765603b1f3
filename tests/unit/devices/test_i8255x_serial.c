/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_serial.c - EEPROM and PHY, through CSR 0Eh and 10h.
 *
 * Covered: 93C46 READ, WRITE, ERASE, EWEN, EWDS, ERAL, WRAL; the EEPROM map;
 * MDI control; 82555 registers 0-6, 16, 17, 27; LED pins.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 0 control, 1 status, 2 and 3 identity; 4, 5, 6
 *     auto-negotiation; 16 status and control; 27 LED control; READ; WRITE,
 *     ERASE; ERAL, WRAL; EWEN, EWDS; ready and busy on EEDO
 *   accepted: 17 special control
 *   absent: 18-25 counters; 93C66
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum { SK = 1, CS = 2, DI = 4, DO = 8 };

/*
 * EEPROM, bit by bit as drivers do.
 */

static bool clock_bit(struct rig *r, bool di)
{
    unsigned pins = CS | (di ? DI : 0);

    rig_out(r, 0x0e, pins, 2);
    rig_out(r, 0x0e, pins | SK, 2);
    return rig_in(r, 0x0e, 2) & DO;
}

static void deselect(struct rig *r)
{
    rig_out(r, 0x0e, 0, 1);
}

static void send_bits(struct rig *r, unsigned val, unsigned n)
{
    while (n--)
        clock_bit(r, val >> n & 1);
}

static uint16_t read_bits(struct rig *r)
{
    uint16_t val = 0;

    for (unsigned i = 0; i < 16; i++)
        val = (uint16_t)(val << 1 | clock_bit(r, false));
    return val;
}

static uint16_t read_word(struct rig *r, unsigned at)
{
    uint16_t val;

    rig_out(r, 0x0e, CS, 1);
    send_bits(r, 6 << 6 | at, 9);
    val = read_bits(r);
    deselect(r);
    return val;
}

/* start, opcode and six bits, then `data` if bits != 0 */
static void command(struct rig *r, unsigned op, unsigned data, unsigned bits)
{
    rig_out(r, 0x0e, CS, 1);
    send_bits(r, op, 9);
    send_bits(r, data, bits);
    deselect(r);
}

enum {
    EWEN = 0x130, EWDS = 0x100, ERAL = 0x120, WRAL = 0x110,
    WRITE = 0x140, ERASE = 0x1c0,
};

static void formatted(void)
{
    /* From 6 on: old parts' lock-up is none of ours; RJ-45; an 82555 at 1;
     * valid; Intel. */
    static const uint8_t rest[120] = {
        [0] = 3, [4] = 1, [6] = 1, [7] = 0x47, [15] = 0x40, [18] = 0x86,
        [19] = 0x80,
    };

    for (unsigned chip = I82557; chip <= I82559; chip++) {
        uint8_t map[I8255X_EEPROM_BYTES];
        uint16_t sum = 0;

        i8255x_eeprom_format(map, rig_mac, chip);
        for (unsigned i = 0; i < 64; i++)
            sum += (uint16_t)(map[2 * i] | map[2 * i + 1] << 8);
        g_assert_cmphex(sum, ==, 0xbaba);
        g_assert_cmpmem(map, 6, rig_mac, 6);
        g_assert_cmphex(map[11], ==, chip == I82557 ? 1 : 2);
        map[11] = 0;
        g_assert_cmpmem(map + 6, 120, rest, 120);
    }
}

static void reads(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint16_t sum = 0;

    g_assert_cmphex(read_word(r, 0), ==, 0x9000);
    g_assert_cmphex(read_word(r, 1), ==, 0x1227);
    g_assert_cmphex(read_word(r, 2), ==, 0x5634);
    for (unsigned i = 0; i < 64; i++)
        sum = (uint16_t)(sum + read_word(r, i));
    g_assert_cmphex(sum, ==, 0xbaba);
    rig_free(r);
}

static void dummy_bit(void)
{
    struct rig *r = rig_new(&i82557_class);

    rig_out(r, 0x0e, CS, 1);
    g_assert_cmphex(rig_in(r, 0x0e, 1), ==, CS | DO);
    for (unsigned i = 0; i < 8; i++)
        g_assert_true(clock_bit(r, i < 2)); /* start, 10, five zeros */
    g_assert_false(clock_bit(r, false));    /* the sixth: dummy 0 */
    g_assert_cmphex(read_bits(r), ==, 0x9000);
    g_assert_cmphex(read_bits(r), ==, 0x1227); /* sequential */
    g_assert_cmphex(read_bits(r), ==, 0x5634);
    deselect(r);
    g_assert_cmphex(rig_in(r, 0x0e, 1), ==, DO); /* pulled up */
    rig_free(r);
}

static void leading_zeros(void)
{
    struct rig *r = rig_new(&i82557_class);

    rig_out(r, 0x0e, CS, 1);
    send_bits(r, 6 << 6 | 2, 20); /* eleven zeros before the start bit */
    g_assert_cmphex(read_bits(r), ==, 0x5634);
    deselect(r);
    /* Without CS nothing is shifted. */
    rig_out(r, 0x0e, DI | SK, 1);
    rig_out(r, 0x0e, DI, 1);
    g_assert_cmphex(read_word(r, 2), ==, 0x5634);
    rig_free(r);
}

static void writes(void)
{
    struct rig *r = rig_new(&i82557_class);

    command(r, WRITE | 0x20, 0xbeef, 16);
    g_assert_cmphex(read_word(r, 0x20), ==, 0); /* disabled after power-on */
    command(r, EWEN, 0, 0);
    command(r, WRITE | 0x20, 0xbeef, 16);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xbeef);
    g_assert_cmphex(r->eeprom[0x40], ==, 0xef); /* in what was lent */
    command(r, WRITE | 0x21, 0xff, 8); /* cut short by CS */
    g_assert_cmphex(read_word(r, 0x21), ==, 0);
    command(r, ERASE | 0x20, 0, 0);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xffff);
    command(r, EWDS, 0, 0);
    command(r, WRITE | 0x20, 0x1234, 16);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xffff);
    rig_free(r);
}

/* A second command needs a new CS; the first was done. */
static void deaf(void)
{
    struct rig *r = rig_new(&i82557_class);

    rig_out(r, 0x0e, CS, 1);
    send_bits(r, EWEN, 9);
    send_bits(r, 6 << 6 | 2, 9);
    g_assert_cmphex(read_bits(r), ==, 0xffff);
    deselect(r);
    command(r, WRITE | 0x20, 0xbeef, 16);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xbeef);
    rig_free(r);
}

static void all_at_once(void)
{
    struct rig *r = rig_new(&i82557_class);

    command(r, EWEN, 0, 0);
    command(r, WRAL, 0x55aa, 16);
    g_assert_cmphex(read_word(r, 0), ==, 0x55aa);
    g_assert_cmphex(read_word(r, 63), ==, 0x55aa);
    command(r, ERAL, 0, 0);
    for (unsigned i = 0; i < sizeof r->eeprom; i++)
        g_assert_cmphex(r->eeprom[i], ==, 0xff);
    rig_free(r);
}

static void busy(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    command(r, EWEN, 0, 0);
    command(r, WRITE | 0x20, 0xbeef, 16);
    rig_out(r, 0x0e, CS, 1);
    g_assert_cmphex(rig_in(r, 0x0e, 1) & DO, ==, 0);
    deselect(r);
    g_assert_cmphex(read_word(r, 0), ==, 0); /* deaf meanwhile */
    fake_advance(r->fb, 10000000);
    rig_out(r, 0x0e, CS, 1);
    g_assert_cmphex(rig_in(r, 0x0e, 1) & DO, ==, DO);
    deselect(r);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xbeef);
    rig_free(r);
}

static void power_disables(void)
{
    struct rig *r = rig_new(&i82557_class);

    command(r, EWEN, 0, 0);
    fake_reset(r->dev, RESET_BUS);
    rig_open(r);
    command(r, WRITE | 0x20, 0xbeef, 16);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xbeef);
    fake_reset(r->dev, RESET_POWER);
    rig_open(r);
    command(r, WRITE | 0x20, 0x1234, 16);
    g_assert_cmphex(read_word(r, 0x20), ==, 0xbeef);
    rig_free(r);
}

/*
 * PHY.
 */

static uint16_t mdi_read(struct rig *r, unsigned phy, unsigned reg)
{
    rig_out(r, 0x10, 2u << 26 | phy << 21 | reg << 16, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4) & 1u << 28, ==, 1u << 28);
    return (uint16_t)rig_in(r, 0x10, 2);
}

static void mdi_write(struct rig *r, unsigned reg, uint16_t val)
{
    rig_out(r, 0x10, 1u << 26 | 1 << 21 | reg << 16 | val, 4);
}

static void registers(void)
{
    struct rig *r = rig_new(&i82558_class);

    g_assert_cmphex(mdi_read(r, 1, 0), ==, 0x3000);
    g_assert_cmphex(mdi_read(r, 1, 2), ==, 0x02a8);
    g_assert_cmphex(mdi_read(r, 1, 3), ==, 0x0150);
    g_assert_cmphex(mdi_read(r, 1, 4), ==, 0x05e1);
    g_assert_cmphex(mdi_read(r, 1, 5), ==, 0x45e1);
    g_assert_cmphex(mdi_read(r, 1, 6), ==, 0x0003);
    g_assert_cmphex(mdi_read(r, 1, 6), ==, 0x0001);
    g_assert_cmphex(mdi_read(r, 1, 16), ==, 0x0003);
    mdi_write(r, 17, 0x1234);
    g_assert_cmphex(mdi_read(r, 1, 17), ==, 0x1234);
    mdi_write(r, 2, 0);
    g_assert_cmphex(mdi_read(r, 1, 2), ==, 0x02a8);
    mdi_write(r, 0, 0x8000);
    g_assert_cmphex(mdi_read(r, 1, 0), ==, 0x3000);
    g_assert_cmphex(mdi_read(r, 1, 17), ==, 0);
    rig_free(r);
    r = rig_new(&i82559_class);
    g_assert_cmphex(mdi_read(r, 1, 3), ==, 0x0154);
    rig_free(r);
}

static void absent(void)
{
    struct rig *r = rig_new(&i82557_class);

    g_assert_cmphex(rig_in(r, 0x10, 4) & 1u << 28, ==, 1u << 28);
    for (unsigned phy = 0; phy < 32; phy++)
        g_assert_cmpuint(mdi_read(r, phy, 0) == 0xffff, ==, phy != 1);
    rig_free(r);
}

static void link_latches(void)
{
    struct rig *r = rig_new(&i82559_class);

    g_assert_cmphex(mdi_read(r, 1, 1), ==, 0x7829); /* was down at power-on */
    g_assert_cmphex(mdi_read(r, 1, 1), ==, 0x782d);
    i8255x_set_link(r->dev, false);
    i8255x_set_link(r->dev, true);
    g_assert_cmphex(mdi_read(r, 1, 1), ==, 0x7829);
    g_assert_cmphex(mdi_read(r, 1, 1), ==, 0x782d);
    i8255x_set_link(r->dev, false);
    g_assert_cmphex(mdi_read(r, 1, 1), ==, 0x7809);
    g_assert_cmphex(mdi_read(r, 1, 5), ==, 0);
    g_assert_cmphex(mdi_read(r, 1, 16), ==, 0);
    rig_free(r);
}

static void resolution(void)
{
    static const struct {
        uint16_t control, advertise, result;
    } rows[] = {
        { 0x3000, 0x01e1, 3 }, { 0x3000, 0x00e1, 2 }, { 0x3000, 0x0061, 1 },
        { 0x3000, 0x0021, 0 }, { 0x2100, 0x01e1, 3 }, { 0x2000, 0x01e1, 2 },
        { 0x0100, 0x01e1, 1 }, { 0x0000, 0x01e1, 0 },
    };
    struct rig *r = rig_new(&i82559_class);

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        mdi_write(r, 4, rows[i].advertise);
        mdi_write(r, 0, rows[i].control | 0x0200);
        g_assert_cmphex(mdi_read(r, 1, 16), ==, rows[i].result);
        g_assert_cmphex(rig_in(r, 0x1d, 1), ==,
                        1 | (rows[i].result & 2) |
                            (rows[i].result & 1 ? 4 : 0));
    }
    mdi_write(r, 0, 0x3800); /* power down */
    g_assert_false(i8255x_look(r->dev).link);
    mdi_write(r, 0, 0x3000);
    g_assert_true(i8255x_look(r->dev).link);
    rig_free(r);
}

static void interrupt(void)
{
    struct rig *r = rig_new(&i82559_class);

    mdi_read(r, 1, 1);
    g_assert_cmphex(rig_in(r, 1, 1), ==, 0);
    rig_out(r, 0x10, 0x28210000, 4);
    g_assert_cmphex(rig_in(r, 1, 1), ==, 0x08);
    g_assert_true(r->inta.level);
    rig_free(r);
}

static void halves(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 0x10, 0xffff, 2);
    rig_out(r, 0x12, 0x0822, 2); /* read, PHY 1, register 2 */
    g_assert_cmphex(rig_in(r, 0x10, 2), ==, 0x02a8);
    rig_free(r);
}

static void cycle_time(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    rig_out(r, 0x10, 0x28220000, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x28220000);
    fake_advance(r->fb, 63999);
    g_assert_cmphex(rig_in(r, 1, 1), ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x382202a8);
    g_assert_cmphex(rig_in(r, 1, 1), ==, 0x08);
    rig_ack(r, 0x08);
    /* Ready is not software's to write, and the last two bits are nobody's;
     * a reset ends a cycle. */
    rig_out(r, 0x10, 0xf8220000, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x28220000);
    rig_out(r, 8, 0, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x10000000);
    fake_advance(r->fb, 64000);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x10000000);
    rig_free(r);
}

static void negotiation_time(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    g_assert_true(i8255x_look(r->dev).link);
    i8255x_set_link(r->dev, false);
    i8255x_set_link(r->dev, true);
    fake_advance(r->fb, 1999999999);
    g_assert_false(i8255x_look(r->dev).link);
    fake_advance(r->fb, 1);
    g_assert_true(i8255x_look(r->dev).link);
    rig_out(r, 0x10, 0x04203200, 4); /* restart */
    fake_advance(r->fb, 100000);
    g_assert_false(i8255x_look(r->dev).link);
    fake_advance(r->fb, 2000000000);
    g_assert_true(i8255x_look(r->dev).link);
    rig_free(r);
}

/*
 * Lamps.
 */

struct lamps {
    struct fake_pin pin[I8255X_LEDS];
};

static void watch(struct rig *r, struct lamps *l)
{
    for (unsigned i = 0; i < I8255X_LEDS; i++)
        fake_pin_connect(r->fb, &l->pin[i], i8255x_led(r->dev, i));
    i8255x_set_link(r->dev, false);
    i8255x_set_link(r->dev, true);
}

static void lamps_follow_link(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);
    struct lamps l = {0};

    watch(r, &l);
    g_assert_false(l.pin[I8255X_LED_LINK].level);
    fake_advance(r->fb, 2000000000);
    g_assert_true(l.pin[I8255X_LED_LINK].level);
    g_assert_true(l.pin[I8255X_LED_SPEED].level);
    g_assert_cmpuint(l.pin[I8255X_LED_LINK].rise_ns, ==, r->fb->now_ns);
    rig_out(r, 0x10, 0x04200800, 4); /* power down */
    fake_advance(r->fb, 100000);
    g_assert_false(l.pin[I8255X_LED_LINK].level);
    g_assert_false(l.pin[I8255X_LED_SPEED].level);
    rig_free(r);
}

static void lamp_of_activity(void)
{
    struct rig *r = rig_new(&i82558_class);
    struct fake_pin *act;
    struct lamps l = {0};
    uint8_t frame[60];

    watch(r, &l);
    act = &l.pin[I8255X_LED_ACTIVITY];
    rig_frame(frame, sizeof frame);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_true(act->level);
    fake_advance(r->fb, 30000000);
    rig_tcb(r, RIG_CB, 0x800c, 0xffffffff, frame, sizeof frame);
    rig_command(r, 0x10, RIG_CB);
    fake_advance(r->fb, 49999999);
    g_assert_true(act->level);
    fake_advance(r->fb, 1);
    g_assert_false(act->level);
    g_assert_cmpuint(act->rises, ==, 1);
    g_assert_cmpuint(fake_next_alarm(r->fb), ==, ALARM_OFF);
    i8255x_set_link(r->dev, false);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_false(act->level);
    rig_free(r);
}

/* As Linux does for `ethtool -p`. */
static void lamps_are_switched(void)
{
    static const struct {
        uint8_t val;
        bool activity, link;
    } rows[] = {{1, true, false}, {2, true, true},  {4, false, false},
                {5, false, true}, {6, true, false}, {7, true, true},
                {0, false, true}};
    struct rig *r = rig_new(&i82559_class);
    struct lamps l = {0};

    watch(r, &l);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        rig_out(r, 0x10, 0x043b0000 | rows[i].val, 4);
        g_assert_cmpint(l.pin[I8255X_LED_ACTIVITY].level, ==,
                        rows[i].activity);
        g_assert_cmpint(l.pin[I8255X_LED_LINK].level, ==, rows[i].link);
    }
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/eeprom/the-map-sums-to-baba", formatted);
    g_test_add_func("/eeprom/words-are-read", reads);
    g_test_add_func("/eeprom/a-dummy-0-follows-the-last-address-bit",
                    dummy_bit);
    g_test_add_func("/eeprom/zeros-may-precede-the-start-bit", leading_zeros);
    g_test_add_func("/eeprom/writing-and-erasing-must-be-enabled", writes);
    g_test_add_func("/eeprom/one-command-for-each-selection", deaf);
    g_test_add_func("/eeprom/all-words-are-written-and-erased-at-once",
                    all_at_once);
    g_test_add_func("/eeprom/a-programming-chip-shows-busy", busy);
    g_test_add_func("/eeprom/power-on-disables-writing", power_disables);
    g_test_add_func("/mii/registers-are-an-82555s", registers);
    g_test_add_func("/mii/absent-phys-read-ones", absent);
    g_test_add_func("/mii/link-is-latched-low-until-read", link_latches);
    g_test_add_func("/mii/the-best-common-ability-wins", resolution);
    g_test_add_func("/mdi/only-the-interrupt-bit-raises-an-interrupt",
                    interrupt);
    g_test_add_func("/mdi/the-highest-byte-starts-the-cycle", halves);
    g_test_add_func("/mdi/authentic-timing-takes-64-us", cycle_time);
    g_test_add_func("/mii/authentic-negotiation-takes-two-seconds",
                    negotiation_time);
    g_test_add_func("/lamps/link-and-speed-follow-the-phy",
                    lamps_follow_link);
    g_test_add_func("/lamps/a-frame-either-way-is-seen-for-50-ms",
                    lamp_of_activity);
    g_test_add_func("/lamps/register-27-switches-them", lamps_are_switched);
    return g_test_run();
}
