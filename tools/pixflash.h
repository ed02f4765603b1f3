/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pixflash.h - commands of pixflash that stand in files of their own. */
#ifndef TOOLS_PIXFLASH_H
#define TOOLS_PIXFLASH_H

int pixflash_show(int argc, char **argv);
int pixflash_extract(int argc, char **argv);
int pixflash_config(int argc, char **argv);
int pixflash_clone(int argc, char **argv);
int pixflash_verify(int argc, char **argv);

#endif
