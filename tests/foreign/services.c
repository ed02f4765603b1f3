/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * services.c - an expansion ROM that calls each real-mode service of a BIOS
 * and prints what came back, a line `NAME VALUES` each, on COM1.
 *
 * services.t compares the lines with what the documentation says and with
 * what another BIOS answers.  Compiled for real mode (gcc -m16); romentry.S
 * gives it a stack within its own segment, so that DS = SS = CS.
 */
#include <stdbool.h>
#include <stdint.h>

struct regs {
    uint32_t eax, ebx, ecx, edx, esi, edi, ebp;
    uint16_t es, flags;
};

enum { CARRY = 0x01, ZERO = 0x40, COM1 = 0x3f8 };

/* romentry.S */
void interrupt(struct regs *, uint16_t number);
uint16_t far_word(uint16_t segment, uint16_t offset);
void set_far_word(uint16_t segment, uint16_t offset, uint16_t value);
uint16_t my_segment(void);
void halt_once(void);

void services_main(void);

static inline void outb(uint16_t port, uint8_t v)
{
    __asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
    uint8_t v;
    __asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port));
    return v;
}

/* --- printing ---------------------------------------------------------- */

/* A line is printed when the next one begins: what a service writes on the
 * same console comes between lines. */
static char line[160];
static unsigned length;

static void add(char c)
{
    if (length < sizeof(line))
        line[length++] = c;
}

static void text(const char *s)
{
    while (*s)
        add(*s++);
}

static void hex(uint32_t v, int digits)
{
    add(' ');
    while (digits--)
        add("0123456789abcdef"[v >> 4 * digits & 15]);
}

static void word(uint32_t v)
{
    hex(v & 0xffff, 4);
}

static void flag(bool on)
{
    text(on ? " 1" : " 0");
}

static void put(char c)
{
    while (!(inb(COM1 + 5) & 0x20))
        continue;
    outb(COM1, (uint8_t)c);
}

static void begin(const char *name)
{
    text("\r\n");
    for (unsigned i = 0; i < length; i++)
        put(line[i]);
    length = 0;
    text("\r\n: ");
    text(name);
}

/* --- calling ----------------------------------------------------------- */

static struct regs r;

static void call(uint16_t number, uint32_t eax)
{
    r.eax = eax;
    interrupt(&r, number);
}

/* Carry, then AH. */
static void result(void)
{
    flag(r.flags & CARRY);
    hex(r.eax >> 8 & 0xff, 2);
}

/* --- INT 10h ----------------------------------------------------------- */

static void cursor_to(unsigned row, unsigned column)
{
    r.ebx = 0;
    r.edx = row << 8 | column;
    call(0x10, 0x0200);
}

static void cursor(void)
{
    r.ebx = 0;
    call(0x10, 0x0300);
    word(r.edx);
}

static void cell(unsigned row, unsigned column)
{
    cursor_to(row, column);
    r.ebx = 0;
    call(0x10, 0x0800);
    word(r.eax);
}

static void cells(char c, unsigned colour, unsigned n)
{
    r.ebx = colour;
    r.ecx = n;
    call(0x10, 0x0900 | (uint8_t)c);
}

static void teletype(char c)
{
    r.ebx = 7;
    call(0x10, 0x0e00 | (uint8_t)c);
}

static void scroll(unsigned ah_al, unsigned top_left, unsigned bottom_right)
{
    r.ebx = 0x1f00;
    r.ecx = top_left;
    r.edx = bottom_right;
    call(0x10, ah_al);
}

static void screen_modes(void)
{
    call(0x10, 0x0003);
    begin("10/0F mode, columns, page");
    call(0x10, 0x0f00);
    word(r.eax);
    hex(r.ebx >> 8 & 0xff, 2);
    begin("10/03 after a mode is set");
    cursor();
    begin("10/01 cursor shape");
    r.ecx = 0x0b0c;
    call(0x10, 0x0100);
    call(0x10, 0x0300);
    word(r.ecx);
}

static void screen_cells(void)
{
    begin("10/02 cursor");
    cursor_to(5, 10);
    cursor();
    begin("10/09 leaves the cursor");
    cells('A', 0x1e, 3);
    cursor();
    begin("10/08 character and colour");
    cell(5, 10);
    cell(5, 12);
    cell(5, 13);
    begin("10/0A keeps the colour");
    cursor_to(5, 11);
    r.ecx = 1;
    call(0x10, 0x0a42);
    cell(5, 11);
    begin("10/0E moves the cursor, keeps the colour");
    cursor_to(5, 10);
    teletype('C');
    cursor();
    cell(5, 10);
}

static void screen_lines(void)
{
    begin("10/0E wraps");
    cursor_to(6, 79);
    teletype('x');
    cursor();
    begin("10/0E CR, LF, BS");
    cursor_to(7, 20);
    teletype('\r');
    cursor();
    teletype('\n');
    cursor();
    cursor_to(7, 20);
    teletype('\b');
    cursor();
    cursor_to(7, 0);
    teletype('\b');
    cursor();
    begin("10/0E scrolls");
    cursor_to(24, 0);
    cells('z', 0x07, 1);
    teletype('\n');
    cursor();
    cell(23, 0);
    cell(24, 0);
}

static void screen_windows(void)
{
    begin("10/06 scrolls a window up");
    cursor_to(10, 5);
    cells('u', 0x2f, 10);
    scroll(0x0601, 0x0906, 0x0a08);
    cell(9, 5);
    cell(9, 6);
    cell(10, 6);
    cell(10, 9);
    begin("10/07 scrolls a window down");
    scroll(0x0701, 0x0906, 0x0b08);
    cell(9, 6);
    cell(10, 6);
    begin("10/06 clears");
    scroll(0x0600, 0x0000, 0x184f);
    cell(10, 5);
    begin("10/13 writes a string");
    static const char string[] = "string";
    r.es = my_segment();
    r.ebp = (uint16_t)(uintptr_t)string;
    r.ebx = 0x0030;
    r.ecx = sizeof(string) - 1;
    r.edx = 0x0c04;
    call(0x10, 0x1301);
    cursor();
    cell(12, 9);
    cursor_to(24, 0);
}

/* --- INT 11h to 13h ---------------------------------------------------- */

static void machine(void)
{
    begin("11 is the word at 40:10");
    call(0x11, 0);
    flag((r.eax & 0xffff) == far_word(0x40, 0x10));
    begin("12 is the word at 40:13, below 40:0E");
    call(0x12, 0);
    flag((r.eax & 0xffff) == far_word(0x40, 0x13));
    flag((r.eax & 0xffff) * 64 <= far_word(0x40, 0x0e));
    begin("12 KiB");
    word(r.eax);
    begin("COM1 and COM2 at 40:00");
    word(far_word(0x40, 0));
    word(far_word(0x40, 2));
    begin("13/02 of no disk fails");
    r.ebx = 0x2000;
    r.ecx = 1;
    r.edx = 0x80;
    call(0x13, 0x0201);
    result();
    begin("13/08 of no disk fails");
    r.edx = 0x80;
    call(0x13, 0x0800);
    flag(r.flags & CARRY);
    begin("13/41 is not there");
    r.ebx = 0x55aa;
    r.edx = 0x80;
    call(0x13, 0x4100);
    result();
}

/* --- INT 15h ----------------------------------------------------------- */

/* Whether 1 MiB is another place than 0. */
static bool a20_open(void)
{
    uint16_t before = far_word(0, 0x500);
    bool open;

    set_far_word(0, 0x500, 0x1234);
    set_far_word(0xffff, 0x510, 0x4321);
    open = far_word(0, 0x500) == 0x1234;
    set_far_word(0, 0x500, before);
    return open;
}

static void a20(void)
{
    begin("15/2403 ways to A20");
    call(0x15, 0x2403);
    result();
    begin("15/2400 A20 off");
    call(0x15, 0x2400);
    result();
    flag(a20_open());
    begin("15/2402 says so");
    call(0x15, 0x2402);
    result();
    hex(r.eax & 0xff, 2);
    begin("services work without A20, and leave it");
    call(0x12, 0);
    flag((r.eax & 0xffff) == far_word(0x40, 0x13));
    flag(a20_open());
    begin("15/2401 A20 on");
    call(0x15, 0x2401);
    result();
    flag(a20_open());
    call(0x15, 0x2402);
    hex(r.eax & 0xff, 2);
}

static void sizes(void)
{
    begin("15/88 KiB above 1 MiB");
    call(0x15, 0x8800);
    flag(r.flags & CARRY);
    word(r.eax);
    begin("15/E801 below and above 16 MiB");
    r.ebx = r.ecx = r.edx = 0;
    call(0x15, 0xe801);
    flag(r.flags & CARRY);
    word(r.ecx);
    word(r.edx);
}

static uint8_t range[20];

static void map(void)
{
    uint32_t next = 0;

    do {
        begin("15/E820");
        r.es = my_segment();
        r.edi = (uint16_t)(uintptr_t)range;
        r.ebx = next;
        r.ecx = sizeof(range);
        r.edx = 0x534d4150;
        call(0x15, 0xe820);
        flag(r.flags & CARRY);
        hex(r.eax, 8);
        word(r.ecx);
        for (int i = 0; i < 20; i += 4)
            hex(*(uint32_t *)(range + i), 8);
        next = r.ebx;
    } while (next && !(r.flags & CARRY));
}

static uint8_t table[48], from[16], back[16];

static void describe(uint8_t *d, uint32_t base)
{
    d[0] = d[1] = 0xff;
    d[2] = (uint8_t)base;
    d[3] = (uint8_t)(base >> 8);
    d[4] = (uint8_t)(base >> 16);
    d[5] = 0x93;
    d[6] = 0;
    d[7] = (uint8_t)(base >> 24);
}

static void copy(uint32_t to, uint32_t source)
{
    describe(table + 16, source);
    describe(table + 24, to);
    r.es = my_segment();
    r.esi = (uint16_t)(uintptr_t)table;
    r.ecx = sizeof(from) / 2;
    call(0x15, 0x8700);
    result();
}

static void move(void)
{
    uint32_t here = (uint32_t)my_segment() * 16;
    bool same = true;

    begin("15/87 to 3 MiB and back");
    for (unsigned i = 0; i < sizeof(from); i++)
        from[i] = (uint8_t)(i * 17 + 3);
    copy(0x300000, here + (uint16_t)(uintptr_t)from);
    copy(here + (uint16_t)(uintptr_t)back, 0x300000);
    for (unsigned i = 0; i < sizeof(from); i++)
        same = same && from[i] == back[i];
    flag(same);
}

static uint32_t ticks(void)
{
    return (uint32_t)far_word(0x40, 0x6e) << 16 | far_word(0x40, 0x6c);
}

static void waits(void)
{
    /* 2.2 ticks; a busy computer may take QEMU some more. */
    begin("15/86 waits 120 ms, not a second");
    uint32_t before = ticks();
    r.ecx = 1;
    r.edx = 120000 - 65536;
    call(0x15, 0x8600);
    flag(r.flags & CARRY);
    uint32_t passed = ticks() - before;
    flag(passed >= 2 && passed < 18);
    begin("15/C0 table: bytes, model");
    call(0x15, 0xc000);
    result();
    word(far_word(r.es, (uint16_t)r.ebx));
    hex(far_word(r.es, (uint16_t)(r.ebx + 2)) & 0xff, 2);
    begin("15/C1 is the word at 40:0E");
    call(0x15, 0xc100);
    flag(r.flags & CARRY);
    flag(r.es == far_word(0x40, 0x0e));
    begin("15/D8 is not there");
    call(0x15, 0xd800);
    result();
}

/* --- INT 16h ----------------------------------------------------------- */

static void keys(void)
{
    begin("16/01 no key");
    call(0x16, 0x0100);
    flag(r.flags & ZERO);
    begin("16/05 stores a key");
    r.ecx = 0x1e61;
    call(0x16, 0x0500);
    hex(r.eax & 0xff, 2);
    begin("16/01 shows it, 00 takes it");
    call(0x16, 0x0100);
    flag(r.flags & ZERO);
    word(r.eax);
    call(0x16, 0x0000);
    word(r.eax);
    call(0x16, 0x0100);
    flag(r.flags & ZERO);
    begin("16/02 no shift key");
    call(0x16, 0x0200);
    hex(r.eax & 0xff, 2);
    begin("16/05 fifteen fit");
    unsigned n = 0;
    do {
        r.ecx = 0x1e61;
        call(0x16, 0x0500);
        n++;
    } while (!(r.eax & 0xff) && n < 40);
    hex(n - 1, 2);
    while (call(0x16, 0x0100), !(r.flags & ZERO))
        call(0x16, 0x1000);
}

static void typed(void)
{
    begin("type aB1 and Enter");
    begin("16/00 typed");
    for (int i = 0; i < 4; i++) {
        call(0x16, 0x0000);
        word(r.eax);
    }
}

/* --- INT 1Ah ----------------------------------------------------------- */

static void clock(void)
{
    begin("1A/00 is 40:6C, and goes on");
    call(0x1a, 0x0000);
    uint32_t first = r.ecx << 16 | (r.edx & 0xffff);
    flag(ticks() - first < 2);
    while (ticks() == first)
        halt_once();
    call(0x1a, 0x0000);
    flag((r.ecx << 16 | (r.edx & 0xffff)) > first);
    begin("1A/02 hour");
    call(0x1a, 0x0200);
    flag(r.flags & CARRY);
    hex(r.ecx >> 8 & 0xff, 2);
    begin("1A/04 date");
    call(0x1a, 0x0400);
    flag(r.flags & CARRY);
    word(r.ecx);
    word(r.edx);
    begin("1A/03 and 05 set them");
    r.ecx = 0x2358;
    r.edx = 0x1000;
    call(0x1a, 0x0300);
    flag(r.flags & CARRY);
    r.ecx = 0x1999;
    r.edx = 0x1231;
    call(0x1a, 0x0500);
    flag(r.flags & CARRY);
    call(0x1a, 0x0200);
    word(r.ecx);
    call(0x1a, 0x0400);
    word(r.ecx);
    word(r.edx);
    begin("1A/01 sets ticks");
    r.ecx = 0x0012;
    r.edx = 0x3456;
    call(0x1a, 0x0100);
    call(0x1a, 0x0000);
    word(r.ecx);
    flag((r.edx & 0xffff) - 0x3456 < 2);
}

static uint32_t nic;

static void pci_find(void)
{
    begin("1A/B101 PCI BIOS");
    call(0x1a, 0xb101);
    result();
    hex(r.edx, 8);
    word(r.ebx);
    flag(r.eax & 1);
    begin("1A/B102 finds an 8255x");
    r.ecx = 0x1229;
    r.edx = 0x8086;
    r.esi = 0;
    call(0x1a, 0xb102);
    result();
    nic = r.ebx & 0xffff;
    begin("1A/B102 not a ninth");
    r.ecx = 0x1229;
    r.edx = 0x8086;
    r.esi = 8;
    call(0x1a, 0xb102);
    result();
    begin("1A/B103 finds it by class");
    r.ecx = 0x020000;
    r.esi = 0;
    call(0x1a, 0xb103);
    result();
    flag((r.ebx & 0xffff) == nic);
    begin("1A/B1FF is not there");
    call(0x1a, 0xb1ff);
    result();
}

static void pci_read(uint32_t ax, unsigned reg)
{
    r.ebx = nic;
    r.edi = reg;
    r.ecx = 0;
    call(0x1a, ax);
    result();
    hex(r.ecx, 8);
}

static void pci_write(uint32_t ax, unsigned reg, uint32_t v)
{
    r.ebx = nic;
    r.edi = reg;
    r.ecx = v;
    call(0x1a, ax);
    result();
}

static void pci_access(void)
{
    begin("1A/B10A reads a dword");
    pci_read(0xb10a, 0);
    begin("1A/B109 reads a word");
    pci_read(0xb109, 2);
    begin("1A/B108 reads a byte");
    pci_read(0xb108, 1);
    begin("1A/B10B to B10D write");
    pci_write(0xb10b, 0x3c, 0x05);
    pci_read(0xb108, 0x3c);
    pci_write(0xb10c, 0x1a, 0xfc00);
    pci_read(0xb109, 0x1a);
    pci_write(0xb10d, 0x18, 0xfd000000);
    pci_read(0xb10a, 0x18);
}

void services_main(void)
{
    screen_modes();
    screen_cells();
    screen_lines();
    screen_windows();
    machine();
    a20();
    sizes();
    map();
    move();
    waits();
    keys();
    clock();
    pci_find();
    pci_access();
    typed();
    begin("end");
    begin("");
}
