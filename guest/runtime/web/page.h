/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.h - a page of the device manager, with what the unit says in it. */
#ifndef GUEST_RUNTIME_WEB_PAGE_H
#define GUEST_RUNTIME_WEB_PAGE_H

#include <stddef.h>

struct page {
    void (*put)(void *far, char c);
    void *far;
    const char *manager; /* its release */
};

/* Every {{word}} that is known is replaced; HTML in what replaces it is made
 * harmless. */
void page_render(const struct page *, const char *text, size_t n);

#endif
