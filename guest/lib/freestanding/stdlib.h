/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdlib.h - what lwIP uses of it, in the guest. */
#include "guest/lib/string.h"

int atoi(const char *);
