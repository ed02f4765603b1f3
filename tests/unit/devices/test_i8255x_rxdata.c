/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_rxdata.c - what the 8255x stores of a received frame: too long,
 * too short, padded; its check sequence and its checksum.
 *
 * Covered: RFD status and count; configure bytes 6 (save bad), 7 (short), 9
 * (checksum), 18.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 6 control; 7 control; 9 control; 18 control
 *   accepted: 7 control
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

#include "devices/nic-i8255x/ether_crc.h"

enum { FR = 0x40, RNR = 0x10, READY = 4 };

static void truncation_saved(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 100);

    rig_configure(r, 6, 0xb2); /* save bad frames */
    rig_poke(r, rig_rfd(0) + 16 + 100, 0xeeee, 2);
    rig_take(r, 101);
    g_assert_cmphex(rig_status(r, 0), ==, 0x8220); /* no OK */
    g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 100);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + 100, 2), ==, 0xeeee);
    g_assert_cmpuint(rig_counter(r, 36), ==, 0);
    rig_take(r, 100);
    g_assert_cmphex(rig_status(r, 1), ==, 0xa020);
    rig_free(r);
}

static void truncation_reused(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 100);

    rig_take(r, 101);
    g_assert_cmphex(rig_status(r, 0), ==, 0x0220); /* not complete */
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmpuint(rig_counter(r, 48), ==, 1);
    g_assert_cmpuint(rig_rus(r), ==, READY);
    rig_take(r, 100);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    g_assert_cmphex(rig_status(r, 1), ==, 0);
    rig_take(r, 101);
    rig_receive_ring(r, 1, 1520); /* the long one was not kept */
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_free(r);
}

/* What fits is there, though nobody was told. */
static void truncation_data(void)
{
    for (unsigned save = 0; save < 2; save++) {
        struct rig *r = rig_ready(&i82559_class, 2, 100);
        uint8_t frame[101];

        rig_frame(frame, sizeof frame);
        rig_configure(r, 6, save ? 0xb2 : 0x32);
        i8255x_receive(r->dev, frame, sizeof frame);
        g_assert_cmpmem(r->fb->ram + rig_rfd(0) + 16, 100, frame, 100);
        rig_free(r);
    }
}

/* Nothing fits into nothing; only EL makes a size of 0 something else. */
static void no_size(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 0);

    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0x0220);
    g_assert_cmpuint(rig_counter(r, 48), ==, 1);
    g_assert_cmpuint(rig_rus(r), ==, READY);
    rig_free(r);
}

/* The 14 bits of the size are all there is. */
static void size_bits(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 0xc000 | 100);

    rig_take(r, 101);
    g_assert_cmphex(rig_status(r, 0), ==, 0x0220);
    rig_free(r);
}

static void without_room(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_set_station(r, rig_mac);
    rig_poke(r, FAKE_RAM_SIZE - 32 + 12, 1520u << 16, 4);
    rig_command(r, 1, FAKE_RAM_SIZE - 32);
    rig_take(r, 64);
    g_assert_cmphex(rig_peek(r, FAKE_RAM_SIZE - 32, 2), ==, 0);
    g_assert_cmphex(rig_peek(r, FAKE_RAM_SIZE - 32 + 12, 2), ==, 0);
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmpuint(rig_counter(r, 52), ==, 1);
    g_assert_cmpuint(rig_counter(r, 36), ==, 0);
    rig_receive_ring(r, 2, 1520); /* it is gone */
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_free(r);
}

static void short_frames(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 1520);

    rig_take(r, 59);
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    g_assert_cmpuint(rig_counter(r, 60), ==, 1);
    rig_configure(r, 7, 0x02);
    rig_take(r, 59);
    g_assert_cmphex(rig_status(r, 0), ==, 0x80a0);
    g_assert_cmpuint(rig_counter(r, 60), ==, 2);
    rig_take(r, 13); /* not even a header */
    rig_take(r, 0);
    g_assert_cmphex(rig_status(r, 1), ==, 0);
    rig_take(r, 14);
    g_assert_cmphex(rig_count(r, 1), ==, 0xc000 | 14);
    rig_free(r);
}

static void long_frames(void)
{
    struct rig *r = rig_ready(&i82558_class, 3, 1900);

    rig_take(r, 1515);
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_configure(r, 18, 0xfa);
    rig_take(r, 1515);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    rig_configure(r, 6, 0xb2); /* save bad, but long is bad again */
    rig_take(r, 1515);
    g_assert_cmphex(rig_status(r, 1), ==, 0x8020);
    rig_free(r);
    r = rig_ready(&i82558_class, 3, 0x3fff);
    rig_configure(r, 18, 0xfe);
    rig_take(r, I8255X_FRAME_MAX + 1); /* beyond what anything handles */
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_take(r, I8255X_FRAME_MAX);
    g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | (I8255X_FRAME_MAX + 4));
    rig_free(r);
    r = rig_ready(&i82557_class, 2, 1900);
    rig_take(r, 1515);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    rig_free(r);
}

static void crc_transfer(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 1520);
    uint8_t frame[64];

    rig_configure(r, 18, 0xf6);
    rig_frame(frame, 64);
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 68);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + 64, 4), ==,
                    ether_crc(frame, 64));
    rig_free(r);
}

/* A length or type in frames of n bytes, and how much of them is stored. */
static void stripping(void)
{
    static const struct {
        uint8_t byte18;
        unsigned n, length, stored;
    } rows[] = {
        { 0xf3, 64, 20, 34 },
        { 0xf3, 64, 0, 14 },
        { 0xf3, 64, 50, 64 },
        { 0xf3, 64, 49, 63 },
        { 0xf3, 64, 55, 64 }, /* more than there is */
        { 0xf3, 64, 200, 64 },
        { 0xf2, 64, 20, 64 },
        { 0xfb, 1600, 1500, 1514 },
        { 0xfb, 1600, 1501, 1600 }, /* a type */
        { 0xf7, 64, 20, 38 }, /* the check sequence behind what is left */
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_ready(&i82559_class, 3, 1800);
        uint8_t frame[1600];
        unsigned n = rows[i].n, stored = rows[i].stored;

        rig_configure(r, 18, rows[i].byte18);
        rig_frame(frame, n);
        frame[12] = (uint8_t)(rows[i].length >> 8);
        frame[13] = (uint8_t)rows[i].length;
        i8255x_receive(r->dev, frame, n);
        g_assert_cmphex(rig_status(r, 0), ==,
                        rows[i].length > 1500 ? 0xa020 : 0xa000);
        g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | stored);
        if (rows[i].byte18 & 4)
            g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + stored - 4, 4), ==,
                            ether_crc(frame, n));
        rig_free(r);
    }
}

/*
 * The checksum of the 82559.
 */

static void checksums(void)
{
    static const struct {
        uint16_t words[3];
        uint16_t sum;
    } rows[] = {
        { { 0x1234, 0x0001, 0x0000 }, 0x1235 },
        { { 0xffff, 0x0002, 0x0000 }, 0x0002 },
        { { 0xffff, 0xffff, 0x0001 }, 0x0001 }, /* carries twice */
        { { 0x8000, 0x8000, 0xffff }, 0x0001 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_ready(&i82559_class, 2, 1520);
        uint8_t frame[61];

        rig_configure(r, 9, 1);
        rig_frame(frame, sizeof frame);
        memset(frame + 14, 0, sizeof frame - 14);
        for (unsigned w = 0; w < 3; w++) {
            frame[20 + 2 * w] = (uint8_t)(rows[i].words[w] >> 8);
            frame[21 + 2 * w] = (uint8_t)rows[i].words[w];
        }
        i8255x_receive(r->dev, frame, sizeof frame);
        g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 63);
        g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + 61, 1), ==,
                        rows[i].sum >> 8);
        g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + 62, 1), ==,
                        rows[i].sum & 0xff);
        rig_free(r);
    }
}

/* The last byte of an odd number of them is a high one. */
static void odd_checksum(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 1520);
    uint8_t frame[61];

    rig_configure(r, 9, 1);
    rig_frame(frame, sizeof frame);
    memset(frame + 14, 0, sizeof frame - 14);
    frame[60] = 0xab;
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_peek(r, rig_rfd(0) + 16 + 61, 2), ==, 0x00ab);
    rig_free(r);
}

static void checksum_of_others(void)
{
    for (unsigned i = 0; i < 2; i++) {
        struct rig *r = rig_ready(i ? &i82558_class : &i82557_class, 2, 1520);

        rig_configure(r, 9, 1);
        rig_take(r, 64);
        g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 64);
        rig_free(r);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/rxdata/a-saved-truncated-frame-has-bit-9-and-no-ok",
                    truncation_saved);
    g_test_add_func("/rxdata/a-truncated-frame-leaves-its-descriptor-in-use",
                    truncation_reused);
    g_test_add_func("/rxdata/short-frames-are-counted-and-discarded-or-marked",
                    short_frames);
    g_test_add_func("/rxdata/long-frames-need-long-receive-ok", long_frames);
    g_test_add_func("/rxdata/crc-transfer-stores-the-check-sequence",
                    crc_transfer);
    g_test_add_func("/rxdata/stripping-goes-by-the-length-field", stripping);
    g_test_add_func("/rxdata/a-truncated-frame-is-there-as-far-as-it-fits",
                    truncation_data);
    g_test_add_func("/rxdata/nothing-fits-into-size-0", no_size);
    g_test_add_func("/rxdata/a-size-has-14-bits", size_bits);
    g_test_add_func("/rxdata/data-without-memory-is-an-overrun",
                    without_room);
    g_test_add_func("/rxdata/checksums-carry-around", checksums);
    g_test_add_func("/rxdata/an-odd-byte-counts-as-a-high-one", odd_checksum);
    g_test_add_func("/rxdata/only-the-82559-has-checksums",
                    checksum_of_others);
    return g_test_run();
}
