/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boardtime.c - what time it is on a board, and the alarms of its chips.
 *
 * Under a held clock the processor's executed code is what time follows from.
 */
#include "machine/board.h"

/* Time goes on while code is executed: two bytes of code are taken for one
 * clock of the processor, which is about what these processors reach. */
static uint64_t count_to_ns(const struct board *b, uint64_t count)
{
    return count * 500 / b->config.model->mhz;
}

static uint64_t counted_now(const struct board *b)
{
    return b->base_ns +
           count_to_ns(b, cpu_counted(b->cpu) - b->base_count);
}

uint64_t board_held_now(const struct board *b, uint64_t turn_ns)
{
    return MAX(counted_now(b), turn_ns);
}

/* Time is counted from where the processor last slept, not from slice to
 * slice: slices end when the wall clock pleases, and what is rounded off at
 * each end would show in the result. */
void board_begin_slice(struct board *b, uint64_t turn_ns)
{
    if (counted_now(b) < turn_ns) {
        b->base_ns = turn_ns;
        b->base_count = cpu_counted(b->cpu);
    }
    b->counting = true;
}

void board_end_slice(struct board *b)
{
    clock_advance(b->clock, counted_now(b));
    b->counting = false;
}

uint64_t board_count_at(const struct board *b, uint64_t at_ns)
{
    if (at_ns <= b->base_ns)
        return b->base_count;
    return b->base_count +
           (uint64_t)((unsigned __int128)(at_ns - b->base_ns) *
                          b->config.model->mhz / 500 + 1);
}

uint64_t board_time(const struct board *b)
{
    return b->counting ? counted_now(b) : clock_now(b->clock);
}

uint64_t board_now(const struct device *dev)
{
    const struct board *b = dev->board;
    uint64_t now;

    if (!b->counting)
        return clock_now(b->clock);
    /* Another unit may have been further in this turn: the processor's own
     * time counts. */
    now = counted_now(b);
    clock_advance(b->clock, now);
    return now;
}

int64_t board_calendar(const struct device *dev)
{
    return dev->board->config.calendar_base +
           (int64_t)(board_now(dev) / 1000000000u);
}

void board_alarm_set(struct alarm *a, uint64_t at_ns)
{
    struct board *b = a->dev->board;

    clock_alarm_set(b->clock, a, at_ns);
    if (at_ns != ALARM_OFF)
        b->alarm_moved(b->far, at_ns);
}

void board_alarm_cancel(struct alarm *a)
{
    clock_alarm_cancel(a->dev->board->clock, a);
}

bool board_authentic(const struct device *dev)
{
    return dev->board->config.authentic;
}
