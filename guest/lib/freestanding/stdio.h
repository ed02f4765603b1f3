/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stdio.h - what lwIP uses of it, in the guest. */
#include "guest/lib/string.h"
