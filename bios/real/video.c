/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * video.c - INT 10h on a board without a display: a screen of 80 by 25 kept
 * in memory, and the console terminal told of every change.
 *
 * The first line the terminal stands on becomes the screen's last, so that
 * text that only scrolls reaches the terminal as plain text, whatever its
 * height; only programs that place the cursor make escape sequences (ECMA-48
 * CUU, CUD, CUF, ED).  Colours are kept and not shown.
 *
 * Source: IBM PS/2 BIOS Interface Technical Reference, INT 10h.
 */
#include "bios/real/real.h"
#include "bios/real/serial.h"

enum {
    COLUMNS = 80,
    ROWS = 25,
    MODE = 3,
    PLAIN = 0x07,
    MODE_KEEPS_MEMORY = 0x80,
    LINES_AS_THEY_ARE = 0x0607, /* cursor shape */
    CRTC_PORT = 0x3d4,
    CELL_HEIGHT = 16,
    BACKSPACES = 4,   /* rather than a sequence */
    ROOM = 2560,      /* what one call may send at most */
    TEXT_MOST = 1024, /* characters of one call */
};

struct cell {
    uint8_t c, attribute;
};

static struct cell screen[ROWS][COLUMNS];
/* Where the terminal's cursor is; column COLUMNS behind the last one. */
static uint8_t shown_x, shown_y;

/* --- the terminal ------------------------------------------------------ */

static void put_number(unsigned n)
{
    if (n >= 10)
        serial_put((uint8_t)('0' + n / 10));
    serial_put((uint8_t)('0' + n % 10));
}

static void sequence(unsigned n, char final)
{
    serial_put(0x1b);
    serial_put('[');
    if (n > 1)
        put_number(n);
    serial_put((uint8_t)final);
}

static void go_to(unsigned x, unsigned y)
{
    if (y < shown_y)
        sequence(shown_y - y, 'A');
    else if (y > shown_y)
        sequence(y - shown_y, 'B');
    shown_y = (uint8_t)y;
    if (x == shown_x)
        return;
    if (x < shown_x && shown_x - x <= BACKSPACES && shown_x < COLUMNS) {
        while (shown_x-- > x)
            serial_put('\b');
    } else {
        serial_put('\r');
        if (x)
            sequence(x, 'C');
    }
    shown_x = (uint8_t)x;
}

static void show(unsigned x, unsigned y)
{
    uint8_t c = screen[y][x].c;

    go_to(x, y);
    serial_put(c >= ' ' && c < 0x7f ? c : c ? '.' : ' ');
    shown_x++;
}

static void set_cell(unsigned x, unsigned y, struct cell to)
{
    bool differs = screen[y][x].c != to.c;

    screen[y][x] = to;
    if (differs)
        show(x, y);
}

/* --- the screen -------------------------------------------------------- */

static void place_cursor(unsigned x, unsigned y)
{
    bda16(BDA_CURSOR) = (uint16_t)(y << 8 | x);
}

static unsigned cursor_x(void)
{
    unsigned x = bda8(BDA_CURSOR);

    return x < COLUMNS ? x : COLUMNS - 1;
}

static unsigned cursor_y(void)
{
    unsigned y = bda8(BDA_CURSOR + 1);

    return y < ROWS ? y : ROWS - 1;
}

static void blank_row(unsigned y, uint8_t attribute)
{
    for (unsigned x = 0; x < COLUMNS; x++)
        screen[y][x] = (struct cell){ ' ', attribute };
}

static void clear(void)
{
    for (unsigned y = 0; y < ROWS; y++)
        blank_row(y, PLAIN);
    sequence(2, 'J');
    place_cursor(0, 0);
}

/* The terminal scrolls by itself when the last line is left. */
static void scroll_all(unsigned lines, uint8_t attribute)
{
    for (unsigned n = 0; n < lines; n++) {
        if (shown_y < ROWS - 1)
            sequence(ROWS - 1u - shown_y, 'B');
        shown_y = ROWS - 1;
        serial_put('\n');
        for (unsigned y = 0; y + 1 < ROWS; y++)
            for (unsigned x = 0; x < COLUMNS; x++)
                screen[y][x] = screen[y + 1][x];
        blank_row(ROWS - 1, attribute);
    }
}

struct area {
    unsigned left, top, right, bottom;
};

static struct cell from_row(int y, unsigned x, const struct area *a,
                            uint8_t attribute)
{
    if (y < (int)a->top || y > (int)a->bottom)
        return (struct cell){ ' ', attribute };
    return screen[y][x];
}

/* Rows of an area come from `by` rows further down, those that come from
 * outside of it are blank. */
static void shift(const struct area *a, int by, uint8_t attribute)
{
    int from = by > 0 ? (int)a->top : (int)a->bottom;
    int step = by > 0 ? 1 : -1;

    for (int y = from; y >= (int)a->top && y <= (int)a->bottom; y += step)
        for (unsigned x = a->left; x <= a->right; x++)
            set_cell(x, (unsigned)y, from_row(y + by, x, a, attribute));
}

static unsigned at_most(unsigned n, unsigned most)
{
    return n < most ? n : most;
}

static void scroll(struct real_frame *f)
{
    const struct area a = {
        .left = low(f->ecx),
        .top = high(f->ecx),
        .right = at_most(low(f->edx), COLUMNS - 1),
        .bottom = at_most(high(f->edx), ROWS - 1),
    };
    unsigned lines = low(f->eax);
    bool up = high(f->eax) == 0x06;
    bool all = !a.left && !a.top && a.right == COLUMNS - 1 &&
               a.bottom == ROWS - 1;

    if (a.top > a.bottom || a.left > a.right)
        return;
    if (!lines || lines > a.bottom - a.top)
        lines = ROWS; /* nothing remains */
    if (all && up && lines < ROWS)
        scroll_all(lines, high(f->ebx));
    else
        shift(&a, up ? (int)lines : -(int)lines, high(f->ebx));
}

static void line_feed(void)
{
    unsigned y = cursor_y();

    if (shown_y != y)
        go_to(shown_x, y);
    if (y == ROWS - 1) {
        scroll_all(1, screen[y][cursor_x()].attribute);
    } else {
        serial_put('\n');
        shown_y++;
        place_cursor(cursor_x(), y + 1);
    }
}

static void carriage_return(void)
{
    place_cursor(0, cursor_y());
    if (shown_y == cursor_y() && shown_x) {
        serial_put('\r');
        shown_x = 0;
    }
}

/* A character that AH=09h has put there already, as iPXE does for the sake of
 * its colour, is not sent again. */
static void type_plain(uint8_t c, uint8_t attribute)
{
    unsigned x = cursor_x(), y = cursor_y();
    bool there = screen[y][x].c == c && shown_y == y && shown_x == x + 1;

    screen[y][x] = (struct cell){ c, attribute };
    if (!there)
        show(x, y);
    if (x + 1 < COLUMNS) {
        place_cursor(x + 1, y);
    } else {
        carriage_return();
        line_feed();
    }
}

static void type(uint8_t c, uint8_t attribute)
{
    switch (c) {
    case '\a':
        serial_put(c);
        break;
    case '\b':
        if (cursor_x())
            place_cursor(cursor_x() - 1, cursor_y());
        break;
    case '\n':
        line_feed();
        break;
    case '\r':
        carriage_return();
        break;
    default:
        type_plain(c, attribute);
    }
}

static uint8_t attribute_here(void)
{
    return screen[cursor_y()][cursor_x()].attribute;
}

/* --- functions --------------------------------------------------------- */

/* AH=09h and 0Ah: CX characters from the cursor on, which stays. */
static void write_cells(struct real_frame *f, bool coloured)
{
    unsigned at = cursor_y() * COLUMNS + cursor_x();
    unsigned end = at + (uint16_t)f->ecx;

    if (end > ROWS * COLUMNS)
        end = ROWS * COLUMNS;
    for (; at < end; at++) {
        const struct cell *old = &screen[at / COLUMNS][at % COLUMNS];
        struct cell to = {
            low(f->eax), coloured ? low(f->ebx) : old->attribute
        };
        set_cell(at % COLUMNS, at / COLUMNS, to);
    }
}

static void write_string(struct real_frame *f)
{
    const uint8_t *from = real_pointer(f->es, f->ebp);
    unsigned n = at_most((uint16_t)f->ecx, TEXT_MOST);
    bool pairs = f->eax & 2, moves = f->eax & 1;
    uint16_t before = bda16(BDA_CURSOR);

    place_cursor(at_most(low(f->edx), COLUMNS - 1),
                 at_most(high(f->edx), ROWS - 1));
    for (unsigned i = 0; i < n; i++) {
        uint8_t c = *from++;

        type(c, pairs ? *from++ : low(f->ebx));
    }
    if (!moves)
        bda16(BDA_CURSOR) = before;
}

static void read_cell(struct real_frame *f)
{
    struct cell here = screen[cursor_y()][cursor_x()];

    set_word(&f->eax, (uint16_t)(here.attribute << 8 | here.c));
}

static void set_mode(struct real_frame *f)
{
    bda8(BDA_MODE) = MODE;
    bda16(BDA_SHAPE) = LINES_AS_THEY_ARE;
    if (low(f->eax) & MODE_KEEPS_MEMORY)
        place_cursor(0, 0);
    else
        clear();
    set_low(&f->eax, 0x30); /* as for text modes up to 3 */
}

static void read_cursor(struct real_frame *f)
{
    set_word(&f->ecx, bda16(BDA_SHAPE));
    set_word(&f->edx, bda16(BDA_CURSOR));
}

static void read_mode(struct real_frame *f)
{
    set_word(&f->eax, COLUMNS << 8 | MODE);
    set_high(&f->ebx, 0);
}

enum real_answer video_service(struct real_frame *f)
{
    if (serial_room() < ROOM)
        return REAL_WAIT;
    switch (high(f->eax)) {
    case 0x00:
        set_mode(f);
        break;
    case 0x01:
        bda16(BDA_SHAPE) = (uint16_t)f->ecx;
        break;
    case 0x02:
        bda16(BDA_CURSOR) = (uint16_t)f->edx;
        break;
    case 0x03:
        read_cursor(f);
        break;
    case 0x06:
    case 0x07:
        scroll(f);
        break;
    case 0x08:
        read_cell(f);
        break;
    case 0x09:
    case 0x0a:
        write_cells(f, high(f->eax) == 0x09);
        break;
    case 0x0e:
        type(low(f->eax), attribute_here());
        break;
    case 0x0f:
        read_mode(f);
        break;
    case 0x13:
        write_string(f);
        break;
    }
    serial_service();
    return REAL_DONE;
}

void video_open(void)
{
    for (unsigned y = 0; y < ROWS; y++)
        blank_row(y, PLAIN);
    bda8(BDA_MODE) = MODE;
    bda16(BDA_COLUMNS) = COLUMNS;
    bda16(BDA_PAGE_BYTES) = 0x1000;
    bda16(BDA_SHAPE) = LINES_AS_THEY_ARE;
    bda16(BDA_CRTC) = CRTC_PORT;
    bda8(BDA_LAST_ROW) = ROWS - 1;
    bda16(BDA_CELL_HEIGHT) = CELL_HEIGHT;
    place_cursor(0, ROWS - 1);
    shown_x = 0;
    shown_y = ROWS - 1;
}
