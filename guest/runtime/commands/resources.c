/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resources.c - what the unit has and uses: memory, packet buffers,
 * threads, processor time. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/i386/cpu.h"
#include "guest/net/blocks.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/usage.h"
#include "guest/threads/thread.h"

enum { STACK_BYTES = 4096 };

/* --- processor --------------------------------------------------------- */

static struct usage usage;
static struct thread sampler;
static uint8_t stack[STACK_BYTES] __attribute__((aligned(16)));

/* The thread that halts is the first one. */
static uint64_t idle_time(void)
{
    return thread_ran(thread_next(NULL));
}

static void sample(void *far)
{
    uint64_t next = clock_coarse();

    (void)far;
    for (;;) {
        uint32_t flags = cpu_save();

        usage_sample(&usage, clock_now(), idle_time());
        next += CLOCK_SECONDS(USAGE_EVERY_S);
        thread_wait(NULL, next);
        cpu_restore(flags);
    }
}

void resources_start(void)
{
    thread_start(&sampler, "update_cpu_usage", sample, NULL, stack,
                 sizeof stack);
}

static void show_cpu_usage(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    cli_printf(cli, "CPU utilization for 5 seconds = %u%%; 1 minute: %u%%; "
               "5 minutes: %u%%\n", usage_percent(&usage, 5),
               usage_percent(&usage, 60), usage_percent(&usage, 300));
}

/* --- threads ----------------------------------------------------------- */

/* All have the same priority: M.  Running or ready; waiting for an event, or
 * for a moment only. */
static const char *state(const struct thread *t)
{
    if (t->state == THREAD_READY)
        return t == thread_self() ? "M* " : "Mrd";
    if (t->state == THREAD_DONE)
        return "Mxx";
    return t->event ? "Mwe" : "Msi";
}

static void show_thread(struct cli *cli, const struct thread *t)
{
    uint64_t ms = pit_ms(thread_ran(t));

    cli_printf(cli, "%s %08x %08x %08x %10llu %08x %u/%u %s\n", state(t),
               (unsigned)t->pc, (unsigned)t->sp, (unsigned)t->event,
               (unsigned long long)ms, (unsigned)t->stack,
               (unsigned)thread_stack_unused(t), (unsigned)t->stack_bytes,
               t->name);
}

static void show_processes(struct cli *cli, int argc, char **argv)
{
    struct thread *t = NULL;

    (void)argc;
    (void)argv;
    cli_printf(cli, "\n    %-8s %-8s %-8s %10s %-8s Stack Process\n", "PC",
               "SP", "STATE", "Runtime", "SBASE");
    while ((t = thread_next(t)) && !cli_stopped(cli))
        show_thread(cli, t);
}

/* --- memory ------------------------------------------------------------ */

static void show_memory(struct cli *cli, int argc, char **argv)
{
    unsigned total = memory_total(), free = memory_free();

    (void)argc;
    (void)argv;
    if (cli->unit->release < RELEASE(6, 3, 0)) {
        cli_printf(cli, "%u bytes total, %u bytes free\n", total, free);
        return;
    }
    cli_printf(cli, "Free memory:  %15u bytes\n", free);
    cli_printf(cli, "Used memory:  %15u bytes\n", total - free);
    cli_printf(cli, "-------------     ----------------\n");
    cli_printf(cli, "Total memory: %15u bytes\n", total);
}

static void show_blocks(struct cli *cli, int argc, char **argv)
{
    const struct block_pool *pool;

    (void)argc;
    (void)argv;
    cli_printf(cli, "  SIZE    MAX    LOW    CNT\n");
    for (unsigned i = 0; (pool = blocks_pool(i)); i++)
        cli_printf(cli, "%6u %6u %6u %6u\n", pool->size, pool->max, pool->low,
                   pool->count);
}

static void clear_blocks(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    blocks_forget_low();
}

const struct command resource_commands[] = {
    {"clear blocks", "", "The fewest buffers that were free, from now on",
     CLI_PRIVILEGED, .run = clear_blocks},
    {"show blocks", "", "Packet buffers", CLI_PRIVILEGED, .run = show_blocks},
    {"show cpu usage", "", "How busy the processor is", CLI_PRIVILEGED,
     .since = RELEASE(6, 0, 0), .run = show_cpu_usage},
    {"show memory", "", "Memory there is and memory left", CLI_PRIVILEGED,
     .run = show_memory},
    {"show processes", "", "Threads, their stacks and their time",
     CLI_PRIVILEGED, .run = show_processes},
    {0},
};
