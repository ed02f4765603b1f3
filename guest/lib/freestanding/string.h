/* SPDX-License-Identifier: GPL-2.0-or-later */
/* string.h - what lwIP and BearSSL use of it, in the guest. */
#include "guest/lib/string.h"
