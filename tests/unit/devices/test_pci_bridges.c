/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pci_bridges.c - host bridge and ISA bridge.
 *
 * Registers of devices/pci-i440fx:
 *   modelled: CF8h CONFADD; CFCh-CFFh CONFDATA; 04h command; 06h status;
 *     2Ch, 2Eh subsystem; 59h-5Fh PAM0-6; 60h-63h PIRQRCA-D; CF9h reset
 *     control
 *   accepted: 04h command; 06h status; 0Dh latency, 50h-58h, 60h-68h, 70h-72h,
 *     90h, 93h; 91h ERRSTS; 4Ch, 4Eh, 69h-6Bh, 70h, 76h-79h, 80h, 82h,
 *     A0h-A8h, ACh, AEh; AAh SMIREQ
 *   absent: function 1 (IDE); function 2 (USB)
 */
#include "tests/unit/devices/configmap.h"
#include "tests/unit/devices/pcirig.h"

static void shadow_reset(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    f->shadows = 0;
    fake_reset(f->host, RESET_BUS);
    g_assert_cmpuint(f->shadows, ==, 13);
    for (uint32_t pa = 0xc0000; pa < 0x100000; pa += 0x4000)
        g_assert_cmpuint(i440fx_shadow(f->host, pa), ==, 0);
}

static void shadow_ranges(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    f->shadows = 0;
    rig_cfg_out(f, 0, 0x59, 0xff, 1);
    g_assert_cmphex(rig_cfg_in(f, 0, 0x59, 1), ==, 0x30);
    g_assert_cmpuint(f->shadows, ==, 1);
    g_assert_cmphex(f->shadow_base, ==, 0xf0000);
    g_assert_cmphex(f->shadow_size, ==, 0x10000);
    g_assert_cmpuint(f->shadow_attr, ==, SHADOW_READ | SHADOW_WRITE);
    rig_cfg_out(f, 0, 0x5d, 0x20, 1);
    g_assert_cmpuint(f->shadows, ==, 2);
    g_assert_cmphex(f->shadow_base, ==, 0xdc000);
    g_assert_cmphex(f->shadow_size, ==, 0x4000);
    g_assert_cmpuint(f->shadow_attr, ==, SHADOW_WRITE);
    rig_cfg_out(f, 0, 0x5c, 0x33333333, 4); /* all but 5Dh high were off */
    g_assert_cmpuint(f->shadows, ==, 10);
    g_assert_cmpuint(i440fx_shadow(f->host, 0xebfff), ==, 3);
    g_assert_cmpuint(i440fx_shadow(f->host, 0xcffff), ==, 0);
}

/* 290549, 3.2; the subsystem is that of virtual machines. */
static const struct config_row host_space[] = {
    { 0x00, 4, 0x12378086, 0 },
    { 0x04, 2, 0x0006, 0x0100 },
    { 0x06, 2, 0x0280, 0 },
    { 0x08, 4, 0x06000002, 0 },
    { 0x0d, 1, 0x00, 0xf8 }, /* MLT */
    { 0x2c, 4, 0x11001af4, 0 },
    { 0x50, 2, 0x0100, 0xffff }, /* PMCCFG */
    { 0x52, 1, 0x00, 0xff },     /* DETURBO */
    { 0x53, 1, 0x80, 0xff },     /* DBC */
    { 0x54, 1, 0x00, 0xff },     /* AXC */
    { 0x55, 2, 0x0000, 0xffff }, /* DRT */
    { 0x57, 1, 0x01, 0xff },     /* DRAMC */
    { 0x58, 1, 0x10, 0xff },     /* DRAMT */
    { 0x59, 1, 0x00, 0x30 },     /* PAM0 */
    { 0x5a, 4, 0x00, 0x33333333 },
    { 0x5e, 2, 0x00, 0x3333 },   /* PAM6 */
    { 0x60, 4, 0x01010101, 0xffffffff }, /* DRB0-7 */
    { 0x64, 4, 0x01010101, 0xffffffff },
    { 0x68, 1, 0x00, 0xc0 }, /* FDHC */
    { 0x70, 1, 0x00, 0xf8 }, /* MTT */
    { 0x71, 1, 0x10, 0x1f }, /* CLT */
    { 0x72, 1, 0x02, 0x78 }, /* SMRAM */
    { 0x90, 1, 0x00, 0xff }, /* ERRCMD */
    { 0x93, 1, 0x00, 0x0f }, /* TRC */
    { 0 },
};

/* 290550, 2.2 to 2.4. */
static const struct config_row isa_space[] = {
    { 0x00, 4, 0x70008086, 0 },
    { 0x04, 2, 0x0007, 0x0108 },
    { 0x06, 2, 0x0280, 0 },
    { 0x08, 4, 0x06010000, 0 },
    { 0x0e, 1, 0x80, 0 },
    { 0x4c, 1, 0x4d, 0xff },     /* IORT */
    { 0x4e, 2, 0x0003, 0x01ff }, /* XBCS */
    { 0x60, 4, 0x80808080, 0x8f8f8f8f }, /* PIRQRCA-D */
    { 0x69, 1, 0x02, 0xfe },     /* TOM */
    { 0x6a, 2, 0x0000, 0x00d1 }, /* MSTAT */
    { 0x70, 1, 0x80, 0xef },     /* MBIRQ0 */
    { 0x76, 2, 0x0c0c, 0x8f8f }, /* MBDMA0, 1 */
    { 0x78, 2, 0x0002, 0xffff }, /* PCSC */
    { 0x80, 1, 0x00, 0x7f },     /* APICBASE */
    { 0x82, 1, 0x00, 0x0f },     /* DLC */
    { 0xa0, 1, 0x08, 0x1f },     /* SMICNTL */
    { 0xa2, 2, 0x0000, 0x01ff }, /* SMIEN */
    { 0xa4, 4, 0, 0xeffffffb },  /* SEE */
    { 0xa8, 1, 0x0f, 0xff },     /* FTMR */
    { 0xac, 1, 0x00, 0xff },     /* CTLTMR */
    { 0xae, 1, 0x00, 0xff },     /* CTHTMR */
    { 0 },
};

/* Errors are cleared one by one. */
static void host_errors(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    pci_set8((struct pci_function *)f->host, 0x91, 0x11);
    rig_cfg_out(f, 0, 0x91, 0x01, 1);
    g_assert_cmphex(rig_cfg_in(f, 0, 0x91, 1), ==, 0x10);
}

static void host_registers(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    configmap_check((struct pci_function *)f->host, host_space);
}

static void isa_registers(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    configmap_check((struct pci_function *)f->isa, isa_space);
}

/* Each nibble of 59h-5Fh and the 16 KiB it stands for. */
static void every_range(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    for (unsigned n = 0; n < 13; n++) {
        unsigned reg = n == 12 ? 0x59 : 0x5a + n / 2;
        uint32_t base = 0xc0000 + 0x4000 * n;

        rig_cfg_out(f, 0, reg, n == 12 || n % 2 ? 0x20 : 0x02, 1);
        for (uint32_t pa = 0xc0000; pa < 0x100000; pa += 0x4000)
            g_assert_cmpuint(i440fx_shadow(f->host, pa), ==,
                             pa == base || (n == 12 && pa >= base)
                                 ? SHADOW_WRITE
                                 : 0);
        g_assert_cmpuint(i440fx_shadow(f->host, base - 1), ==, 0);
        rig_cfg_out(f, 0, reg, 0, 1);
    }
}

static void no_interrupt_survives_reset(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 1, 0x60, 10, 1);
    pci_set_inta(f->toy, true);
    g_assert_true(f->irq[10].level);
    fake_port_write(f->fb, 0xcf9, 0x02, 1);
    fake_reset(f->isa, RESET_BUS);
    g_assert_false(f->irq[10].level);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf9, 1), ==, 0);
}

/* A line each, whatever the others do. */
static void four_lines(struct fixture *f, gconstpointer arg)
{
    static const uint8_t irq[] = { 5, 9, 10, 11 };

    (void)arg;
    rig_cfg_out(f, 1, 0x60, 0x0b0a0905, 4);
    for (unsigned line = 0; line < 4; line++)
        piix3_intx(f->isa, PIIX3_INTX(0, line), true);
    for (unsigned line = 0; line < 4; line++) {
        g_assert_cmpuint(piix3_irq(f->isa, line), ==, irq[line]);
        g_assert_true(f->irq[irq[line]].level);
        piix3_intx(f->isa, PIIX3_INTX(0, line), false);
        g_assert_false(f->irq[irq[line]].level);
    }
    g_assert_cmpuint(f->irq[11].rises, ==, 1);
    g_assert_cmpuint(f->irq[0].rises, ==, 0);
    for (unsigned line = 0; line < 4; line++) { /* a byte each, at once */
        piix3_intx(f->isa, PIIX3_INTX(0, line), true);
        rig_cfg_out(f, 1, 0x60 + line, 3 + line, 1);
        g_assert_true(f->irq[3 + line].level);
        g_assert_false(f->irq[irq[line]].level);
    }
}

/* A line is low when the last who pulled it has let go. */
static void shared_line(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 1, 0x60, 0x0b0a0905, 4);
    for (unsigned source = 1; source < 64; source++)
        for (unsigned line = 0; line < 4; line++) {
            unsigned irq = piix3_irq(f->isa, line);

            piix3_intx(f->isa, PIIX3_INTX(source - 1, line), true);
            piix3_intx(f->isa, PIIX3_INTX(source, line), true);
            piix3_intx(f->isa, PIIX3_INTX(source - 1, line), false);
            g_assert_true(f->irq[irq].level);
            piix3_intx(f->isa, PIIX3_INTX(source, line), false);
            g_assert_false(f->irq[irq].level);
        }
}

static void slots(struct fixture *f, gconstpointer arg)
{
    (void)f;
    (void)arg;
    g_assert_cmpuint(piix3_pirq(1, 0), ==, 0);
    g_assert_cmpuint(piix3_pirq(13, 0), ==, 0);
    g_assert_cmpuint(piix3_pirq(14, 0), ==, 1);
    g_assert_cmpuint(piix3_pirq(3, 1), ==, 3);
    g_assert_cmpuint(piix3_pirq(0, 0), ==, 3);
}

static void routing(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    pci_set_inta(f->toy, true); /* PIRQ A, not routed after reset */
    for (unsigned i = 0; i < 16; i++)
        g_assert_false(f->irq[i].level);
    rig_cfg_out(f, 1, 0x60, 10, 1);
    g_assert_true(f->irq[10].level);
    rig_cfg_out(f, 1, 0x60, 11, 1);
    g_assert_false(f->irq[10].level);
    g_assert_true(f->irq[11].level);
    rig_cfg_out(f, 1, 0x60, 0x8b, 1);
    g_assert_false(f->irq[11].level);
    g_assert_cmpuint(piix3_irq(f->isa, 0), ==, 0);
    for (unsigned irq = 0; irq < 16; irq++) {
        bool may = (irq >= 3 && irq <= 7) || (irq >= 9 && irq <= 12) ||
                   irq == 14 || irq == 15;

        rig_cfg_out(f, 1, 0x60, irq, 1);
        g_assert_cmpuint(f->irq[irq].level, ==, may);
    }
}

static void sharing(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 1, 0x60, 0x800b0b0b, 4);
    piix3_intx(f->isa, PIIX3_INTX(1, 0), true);
    piix3_intx(f->isa, PIIX3_INTX(63, 0), true);
    piix3_intx(f->isa, PIIX3_INTX(1, 2), true);
    g_assert_true(f->irq[11].level);
    piix3_intx(f->isa, PIIX3_INTX(1, 0), false);
    piix3_intx(f->isa, PIIX3_INTX(63, 0), false);
    g_assert_true(f->irq[11].level);
    piix3_intx(f->isa, PIIX3_INTX(1, 2), false);
    g_assert_false(f->irq[11].level);
    g_assert_cmpuint(f->irq[11].rises, ==, 1);
}

static void reset_control(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    fake_port_write(f->fb, 0xcf9, 0x02, 1);
    g_assert_cmpuint(f->hard.rises + f->soft.rises, ==, 0);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf9, 1), ==, 0x02);
    fake_port_write(f->fb, 0xcf9, 0x06, 1);
    g_assert_cmpuint(f->hard.rises, ==, 1);
    g_assert_false(f->hard.level);
    fake_port_write(f->fb, 0xcf9, 0x06, 1); /* no edge */
    g_assert_cmpuint(f->hard.rises, ==, 1);
    fake_port_write(f->fb, 0xcf9, 0x00, 1);
    fake_port_write(f->fb, 0xcf9, 0x04, 1);
    g_assert_cmpuint(f->hard.rises, ==, 1);
    g_assert_cmpuint(f->soft.rises, ==, 1);
    fake_port_write(f->fb, 0xcf9, 0xf9, 1); /* bit 2 it is */
    g_assert_cmphex(fake_port_read(f->fb, 0xcf9, 1), ==, 0);
    fake_port_write(f->fb, 0xcf8, 0x06, 1); /* and port CF9h */
    g_assert_cmpuint(f->hard.rises + f->soft.rises, ==, 2);
    fake_port_write(f->fb, 0xcf8, 0x02ff, 2);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf9, 1), ==, 0x02);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf8, 2), ==, 0x02ff);
    fake_port_write(f->fb, 0xcf8, 0x06, 1);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf9, 1), ==, 0x02);
    fake_port_write(f->fb, 0xcf8, 0x0600, 2);
    g_assert_cmpuint(f->hard.rises, ==, 2);
}

static void add(const char *path, void (*run)(struct fixture *, gconstpointer))
{
    g_test_add(path, struct fixture, NULL, rig_setup, run, rig_teardown);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add("/i440fx/reset-turns-every-shadow-range-off", shadow_reset);
    add("/i440fx/pam-reports-the-range-that-changed", shadow_ranges);
    add("/i440fx/each-nibble-has-its-range", every_range);
    add("/i440fx/errors-clear-one-by-one", host_errors);
    add("/i440fx/configuration-space-is-the-data-sheets", host_registers);
    add("/piix3/configuration-space-is-the-data-sheets", isa_registers);
    add("/piix3/no-interrupt-survives-a-reset", no_interrupt_survives_reset);
    add("/piix3/a-shared-line-falls-with-the-last", shared_line);
    add("/piix3/each-line-has-its-irq", four_lines);
    add("/piix3/slots-are-swizzled", slots);
    add("/piix3/pirqrc-routes-and-refuses-reserved-irqs", routing);
    add("/piix3/an-irq-is-high-while-anybody-pulls", sharing);
    add("/piix3/cf9-resets-on-a-rising-edge", reset_control);
    return g_test_run();
}
