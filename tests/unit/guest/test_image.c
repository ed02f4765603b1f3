/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_image.c - headers and checks of files: guest/image/image.c. */
#include <glib.h>
#include <string.h>

#include "guest/image/image.h"
#include "guest/lib/bytes.h"

enum { BYTES = 3 * 512 };

static void put_program(uint8_t *at, uint32_t offset, uint32_t bytes,
                        uint32_t load, uint32_t memory, uint32_t entry)
{
    put_le32(at, offset);
    put_le32(at + 4, bytes);
    put_le32(at + 8, load);
    put_le32(at + 12, memory);
    put_le32(at + 16, entry);
}

static void seal(uint8_t *file)
{
    struct image_sums sums = {0};
    struct image im;

    memset(file + 28, 0, 2);
    memset(file + 32, 0, 16);
    image_verify(file, BYTES, &im, &sums);
    put_le16(file + 28, sums.sum);
    memcpy(file + 32, sums.md5, 16);
}

static void make(uint8_t file[BYTES])
{
    memset(file, 0, BYTES);
    memcpy(file, "PXIMAGE1", 8);
    put_le32(file + 8, 512);
    put_le32(file + 12, BYTES);
    put_le32(file + 16, IMAGE_FIREWALL);
    file[20] = 6;
    file[21] = 2;
    file[22] = 1;
    put_le32(file + 24, 3);
    put_program(file + 68, 512, 1000, 0x700000, 5000, 0x700010);
    strcpy((char *)file + 88, "6.2(1)");
    strcpy((char *)file + 112, "product");
    strcpy((char *)file + 144, "today");
    for (unsigned i = 512; i < BYTES; i++)
        file[i] = (uint8_t)(i * 3);
    seal(file);
}

static void test_good(void)
{
    uint8_t file[BYTES];
    struct image im;

    make(file);
    g_assert_cmpint(image_verify(file, BYTES, &im, NULL), ==, IMAGE_GOOD);
    g_assert_cmpuint(im.file_bytes, ==, BYTES);
    g_assert_cmpuint(im.kind, ==, IMAGE_FIREWALL);
    g_assert_cmpuint(im.major * 100 + im.minor * 10 + im.maintenance, ==, 621);
    g_assert_cmpuint(im.generation, ==, 3);
    g_assert_cmpuint(im.loader.bytes, ==, 0);
    g_assert_cmpuint(im.runtime.entry_pa, ==, 0x700010);
    g_assert_cmpuint(im.runtime.memory_bytes, ==, 5000);
    g_assert_cmpstr(im.release, ==, "6.2(1)");
    g_assert_cmpstr(im.product, ==, "product");
    g_assert_cmpstr(im.built, ==, "today");
}

/* The sum by hand, over words. */
static void test_sum(void)
{
    uint8_t file[BYTES];
    struct image_sums sums;
    struct image im;
    uint16_t sum = 0;

    make(file);
    for (unsigned i = 0; i < BYTES; i += 2)
        if (i != 28 && (i < 32 || i >= 48))
            sum = (uint16_t)(sum + get_le16(file + i));
    image_verify(file, BYTES, &im, &sums);
    g_assert_cmphex(sums.sum, ==, sum);
    g_assert_cmphex(im.sum, ==, sum);
}

static void test_flips(void)
{
    uint8_t file[BYTES];
    struct image im;

    make(file);
    for (unsigned bit = 0; bit < BYTES * 8; bit++) {
        file[bit / 8] ^= (uint8_t)(1 << bit % 8);
        g_assert_cmpint(image_verify(file, BYTES, &im, NULL), !=, IMAGE_GOOD);
        file[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static void test_verdicts(void)
{
    uint8_t file[BYTES];
    struct image im;

    make(file);
    g_assert_cmpint(image_verify(file, BYTES - 1, &im, NULL), ==, IMAGE_CUT);
    g_assert_cmpint(image_verify(file, 512, &im, NULL), ==, IMAGE_CUT);
    g_assert_cmpint(image_verify(file, 100, &im, NULL), ==, IMAGE_CUT);
    g_assert_cmpint(image_parse(&im, file, 511), ==, IMAGE_CUT);
    g_assert_cmpint(image_verify(file, 3, &im, NULL), ==, IMAGE_FOREIGN);
    g_assert_cmpint(image_verify(file, 0, &im, NULL), ==, IMAGE_FOREIGN);
    file[BYTES - 1] ^= 1;
    g_assert_cmpint(image_verify(file, BYTES, &im, NULL), ==, IMAGE_BAD_SUM);
    file[0] = 'Q';
    g_assert_cmpint(image_verify(file, BYTES, &im, NULL), ==, IMAGE_FOREIGN);
    memset(file, 0xff, BYTES);
    g_assert_cmpint(image_verify(file, BYTES, &im, NULL), ==, IMAGE_BLANK);
    file[511] = 0;
    g_assert_cmpint(image_parse(&im, file, 512), ==, IMAGE_FOREIGN);
    memset(file, 0, BYTES);
    g_assert_cmpint(image_verify(file, BYTES, &im, NULL), ==, IMAGE_FOREIGN);
}

/* Headers that contradict themselves, their sums right. */
static void test_implausible(void)
{
    static const struct {
        unsigned at;
        uint32_t val;
    } wrong[] = {
        {8, 256},            {8, 1024},           {12, 0},
        {12, 511},           {12, BYTES - 2},     {16, 0},
        {68, 511},           {68, 0xffffff00},    {68, BYTES},
        {72, 0},             {72, BYTES},         {72, 0xffffffff},
        {76, 0xfffffff0},    {80, 999},           {80, 0xffffffff},
        {84, 0x6fffff},
        {84, 0x700000 + 1000}, {88, 0x41414141},
    };
    struct image im;
    uint8_t file[BYTES];

    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        make(file);
        if (wrong[i].at == 88)
            memset(file + 88, 'A', 24);
        else
            put_le32(file + wrong[i].at, wrong[i].val);
        seal(file);
        if (image_verify(file, BYTES, &im, NULL) != IMAGE_FOREIGN) {
            g_test_message("field at %u", wrong[i].at);
            g_test_fail();
        }
    }
}

static unsigned fetches;

static bool fetch(void *far, uint32_t offset, void *to, size_t n)
{
    fetches++;
    if (offset > BYTES || n > BYTES - offset)
        return false;
    memcpy(to, (uint8_t *)far + offset, n);
    return true;
}

static void test_by_pieces(void)
{
    uint8_t file[BYTES];
    struct image_sums whole, pieces;
    struct image im;

    make(file);
    image_verify(file, BYTES, &im, &whole);
    g_assert_cmpint(image_verify_by(&im, fetch, file, &pieces), ==,
                    IMAGE_GOOD);
    g_assert_cmpmem(&whole, sizeof whole, &pieces, sizeof pieces);
    g_assert_cmpuint(fetches, ==, 3);
    file[700] ^= 0x80;
    g_assert_cmpint(image_verify_by(&im, fetch, file, NULL), ==,
                    IMAGE_BAD_SUM);
    im.file_bytes = BYTES + 512;
    g_assert_cmpint(image_verify_by(&im, fetch, file, NULL), ==, IMAGE_CUT);
}

#define TEST(name, function) g_test_add_func("/image/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-header-is-read", test_good);
    TEST("the-sum-is-over-words", test_sum);
    TEST("one-flipped-bit-is-noticed", test_flips);
    TEST("blank-foreign-cut-and-damaged-are-told-apart", test_verdicts);
    TEST("a-header-must-not-contradict-itself", test_implausible);
    TEST("by-pieces-as-in-memory", test_by_pieces);
    return g_test_run();
}
