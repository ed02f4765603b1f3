/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rows.h - the timed loops; n is the number of rounds. */
#ifndef TESTS_BENCH_GUEST_ROWS_H
#define TESTS_BENCH_GUEST_ROWS_H

#include <stdint.h>

void row_integer(uint32_t n);
void row_branch(uint32_t n);
void row_call(uint32_t n);
void row_memcpy(uint32_t n);   /* 64 KiB a round, by a loop */
void row_rep_movs(uint32_t n); /* the same by REP MOVSD */
void row_checksum(uint32_t n); /* 1500 bytes a round */
void row_port(uint32_t n);     /* OUT and IN */
void row_int(uint32_t n);      /* INT3, handler in C, IRET */

#endif
