/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * header.h - where the fields of an image's header stand (guest/image/image.h
 * says what they are): for who reads it and for tools/mkimage, who writes it.
 */
#ifndef GUEST_IMAGE_HEADER_H
#define GUEST_IMAGE_HEADER_H

#define IMAGE_MAGIC "PXIMAGE1"

enum {
    IMAGE_MAGIC_BYTES = 8,
    IMAGE_HEADER_LENGTH_AT = 8,
    IMAGE_FILE_LENGTH_AT = 12,
    IMAGE_KIND_AT = 16,
    IMAGE_VERSION_AT = 20,
    IMAGE_GENERATION_AT = 24,
    IMAGE_SUM_AT = 28,
    IMAGE_MD5_AT = 32,
    IMAGE_LOADER_AT = 48,
    IMAGE_RUNTIME_AT = 68,
    IMAGE_RELEASE_AT = 88,
    IMAGE_PRODUCT_AT = 112,
    IMAGE_BUILT_AT = 144,
};

#endif
