/* SPDX-License-Identifier: GPL-2.0-or-later */
/* process.c - see process.h. */
#include "host/process.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static void open_standard_files(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

void process_begin(void)
{
    open_standard_files();
    signal(SIGXFSZ, SIG_IGN);
}
