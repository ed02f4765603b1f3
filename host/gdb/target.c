/* SPDX-License-Identifier: GPL-2.0-or-later */
/* target.c - the processor's registers as gdb knows them; see target.h. */
#include "host/gdb/target.h"

#include <stddef.h>
#include <string.h>

struct row {
    const char *name, *type;
    unsigned bits;   /* as gdb sees it */
    size_t offset;   /* in struct cpu_registers; NOWHERE reads as 0 */
    unsigned bytes;  /* there */
    bool writable;
};

#define AT(member) offsetof(struct cpu_registers, member)
#define NOWHERE ((size_t)-1)

#define GPR(name, n, type) \
    {name, type, 32, AT(gpr[n]), 4, true}
#define SEGMENT(name, n) \
    {name, "int32", 32, AT(segment[n]), 2, false}
#define ST(n) \
    {"st" #n, "i387_ext", 80, AT(st[n]), 10, false}
#define FPU(name, offset, bytes) \
    {name, "int", 32, offset, bytes, false}
#define SYSTEM(name, member) \
    {name, "int32", 32, AT(member), 4, false}

static const struct row core[] = {
    GPR("eax", CPU_EAX, "int32"),
    GPR("ecx", CPU_ECX, "int32"),
    GPR("edx", CPU_EDX, "int32"),
    GPR("ebx", CPU_EBX, "int32"),
    GPR("esp", CPU_ESP, "data_ptr"),
    GPR("ebp", CPU_EBP, "data_ptr"),
    GPR("esi", CPU_ESI, "int32"),
    GPR("edi", CPU_EDI, "int32"),
    {"eip", "code_ptr", 32, AT(eip), 4, true},
    {"eflags", "flags", 32, AT(eflags), 4, true},
    SEGMENT("cs", CPU_CS),
    SEGMENT("ss", CPU_SS),
    SEGMENT("ds", CPU_DS),
    SEGMENT("es", CPU_ES),
    SEGMENT("fs", CPU_FS),
    SEGMENT("gs", CPU_GS),
    ST(0), ST(1), ST(2), ST(3), ST(4), ST(5), ST(6), ST(7),
    FPU("fctrl", AT(fpu_control), 2),
    FPU("fstat", AT(fpu_status), 2),
    FPU("ftag", AT(fpu_tag), 2),
    FPU("fiseg", NOWHERE, 0),
    FPU("fioff", NOWHERE, 0),
    FPU("foseg", NOWHERE, 0),
    FPU("fooff", NOWHERE, 0),
    FPU("fop", NOWHERE, 0),
};

static const struct row ours[] = {
    SYSTEM("cs_base", base[CPU_CS]),
    SYSTEM("ss_base", base[CPU_SS]),
    SYSTEM("ds_base", base[CPU_DS]),
    SYSTEM("es_base", base[CPU_ES]),
    SYSTEM("fs_base", base[CPU_FS]),
    SYSTEM("gs_base", base[CPU_GS]),
    SYSTEM("cr0", cr0),
    SYSTEM("cr2", cr2),
    SYSTEM("cr3", cr3),
    SYSTEM("cr4", cr4),
};

enum {
    CORE = G_N_ELEMENTS(core),
    ALL = CORE + G_N_ELEMENTS(ours),
    BYTES_MAX = 10,
};

static const struct row *row_of(unsigned n)
{
    return n < CORE ? &core[n] : n < ALL ? &ours[n - CORE] : NULL;
}

unsigned target_registers(void)
{
    return ALL;
}

bool target_writable(unsigned n)
{
    return row_of(n) && row_of(n)->writable;
}

/* --- values -------------------------------------------------------------- */

bool target_append(GString *s, const struct cpu_registers *r, unsigned n)
{
    const struct row *row = row_of(n);
    uint8_t value[BYTES_MAX] = {0};

    if (!row)
        return false;
    /* Both this computer and the processor are little-endian. */
    if (row->offset != NOWHERE)
        memcpy(value, (const char *)r + row->offset, row->bytes);
    for (unsigned i = 0; i < row->bits / 8; i++)
        g_string_append_printf(s, "%02x", value[i]);
    return true;
}

bool target_take(struct cpu_registers *r, unsigned n, const char **hex)
{
    const struct row *row = row_of(n);
    uint8_t value[BYTES_MAX];

    if (!row)
        return false;
    for (unsigned i = 0; i < row->bits / 8; i++, *hex += 2) {
        int high = g_ascii_xdigit_value((*hex)[0]);
        int low = high < 0 ? -1 : g_ascii_xdigit_value((*hex)[1]);

        if (low < 0)
            return false;
        value[i] = (uint8_t)(high << 4 | low);
    }
    if (row->writable)
        memcpy((char *)r + row->offset, value, row->bytes);
    return true;
}

/* --- description --------------------------------------------------------- */

static void append_feature(GString *s, const char *name,
                           const struct row *rows, unsigned n)
{
    static const struct {
        const char *name;
        unsigned bit;
    } flags[] = {
        {"CF", 0},  {"", 1},    {"PF", 2},  {"AF", 4},  {"ZF", 6},
        {"SF", 7},  {"TF", 8},  {"IF", 9},  {"DF", 10}, {"OF", 11},
        {"NT", 14}, {"RF", 16}, {"VM", 17}, {"AC", 18}, {"VIF", 19},
        {"VIP", 20}, {"ID", 21},
    };

    g_string_append_printf(s, "<feature name=\"%s\">\n", name);
    if (rows == core) {
        g_string_append(s, "<flags id=\"flags\" size=\"4\">\n");
        for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
            g_string_append_printf(s, "<field name=\"%s\" start=\"%u\" "
                                   "end=\"%u\"/>\n", flags[i].name,
                                   flags[i].bit, flags[i].bit);
        g_string_append(s, "</flags>\n");
    }
    for (unsigned i = 0; i < n; i++)
        g_string_append_printf(s, "<reg name=\"%s\" bitsize=\"%u\" "
                               "type=\"%s\"/>\n", rows[i].name, rows[i].bits,
                               rows[i].type);
    g_string_append(s, "</feature>\n");
}

char *target_description(void)
{
    GString *s = g_string_new("<?xml version=\"1.0\"?>\n"
                              "<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n"
                              "<target>\n<architecture>i386</architecture>\n");

    append_feature(s, "org.gnu.gdb.i386.core", core, CORE);
    append_feature(s, "org.pixemu.i386.system", ours, G_N_ELEMENTS(ours));
    g_string_append(s, "</target>\n");
    return g_string_free(s, FALSE);
}
