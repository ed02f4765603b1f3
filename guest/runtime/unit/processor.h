/* SPDX-License-Identifier: GPL-2.0-or-later */
/* processor.h - which processor this is and how fast it runs. */
#ifndef GUEST_RUNTIME_UNIT_PROCESSOR_H
#define GUEST_RUNTIME_UNIT_PROCESSOR_H

#include <stddef.h>
#include <stdint.h>

#include "guest/platform/platform.h"

/* The name that CPUID leaf 1 EAX stands for; NULL: none of a PIX. */
const char *processor_name(uint32_t signature);

/* Clock rate from counts of the time stamp and of the 8254; `expected`, when
 * it is not 0 and within two percent, is taken as what was meant. */
unsigned processor_mhz(uint64_t stamps, uint64_t counts, unsigned expected);

/* "Pentium III 600 MHz".  Takes a fifth of a second, at slow ticks. */
void processor_text(char *to, size_t n, const struct platform *);

#endif
