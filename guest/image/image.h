/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * image.h - a file the monitor can load and flash can hold: its header.
 *
 * A file is a header of 512 bytes and up to two programs: the loader, which
 * runs when the file came over the network or from a diskette, and the
 * runtime, which runs when it came from flash.  The whole is padded with
 * zeros to a multiple of 512.  Numbers are little-endian.
 *
 *   0   8  "PXIMAGE1"
 *   8   4  header length, 512
 *  12   4  file length, header and padding included
 *  16   4  kind, enum image_kind
 *  20   4  release: major, minor, maintenance, 0
 *  24   4  generation of the flash layout it reads: 1, 2 or 3
 *  28   2  sum: 16-bit sum of the file's little-endian words, this field and
 *          the digest taken as zero
 *  32  16  MD5 of the file, sum and digest taken as zero
 *  48  20  loader: offset in the file, bytes there, load address, bytes in
 *          memory (the rest is zeroed), entry; all zero: no loader
 *  68  20  runtime: the same; of a device manager: its page, which nobody runs
 *  88  24  release as people write it, "6.2(1)", zero-padded
 * 112  32  name of the product as its banner has it, zero-padded
 * 144  40  date of the build, zero-padded
 */
#ifndef GUEST_IMAGE_IMAGE_H
#define GUEST_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    IMAGE_HEADER_BYTES = 512,
    IMAGE_UNIT = 512,
    IMAGE_RELEASE_BYTES = 24,
    IMAGE_PRODUCT_BYTES = 32,
    IMAGE_BUILT_BYTES = 40,
};

enum image_kind {
    IMAGE_FIREWALL = 1,
    IMAGE_PASSWORD_TOOL = 2,
    IMAGE_DEVICE_MANAGER = 3,
    IMAGE_BOOTHELPER = 4,
};

struct image_program {
    uint32_t offset, bytes, load_pa, memory_bytes, entry_pa;
};

struct image {
    uint32_t file_bytes;
    uint32_t kind;
    uint8_t major, minor, maintenance;
    uint32_t generation;
    uint16_t sum;
    uint8_t md5[16];
    struct image_program loader, runtime;
    char release[IMAGE_RELEASE_BYTES];
    char product[IMAGE_PRODUCT_BYTES];
    char built[IMAGE_BUILT_BYTES];
};

enum image_verdict {
    IMAGE_GOOD,
    IMAGE_BLANK,    /* all FFh: nothing was ever written there */
    IMAGE_FOREIGN,  /* no header of ours */
    IMAGE_CUT,      /* shorter than its header says */
    IMAGE_BAD_SUM,  /* sum or digest differ */
};

/* Reads a header; n is what is there of it (at least IMAGE_HEADER_BYTES).
 * GOOD here means: plausible in itself, contents not looked at. */
enum image_verdict image_parse(struct image *, const uint8_t *header, size_t n);

/* What image_verify computed, for those who print it. */
struct image_sums {
    uint16_t sum;
    uint8_t md5[16];
};

/* The whole file in memory. */
enum image_verdict image_verify(const uint8_t *file, size_t n, struct image *,
                                struct image_sums *);

/* The same for a file that is fetched piece by piece. */
enum image_verdict image_verify_by(const struct image *,
                                   bool (*fetch)(void *far, uint32_t offset,
                                                 void *to, size_t n),
                                   void *far, struct image_sums *);

#endif
