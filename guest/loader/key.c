/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key.c - see key.h. */
#include "guest/loader/key.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/licence/licence.h"
#include "guest/loader/ask.h"
#include "guest/loader/strings.h"
#include "guest/stage/console.h"

enum { PARTS = 4, LINE = 80, HEX_DIGITS = 8 };

static enum licence_verdict check(uint32_t serial, const struct image *im,
                                  const uint32_t key[PARTS])
{
    struct licence unused;

    return licence_check(serial, key,
                         licence_format_of_release(im->major, im->minor),
                         &unused);
}

/* parse_hex32() says what a number is; here a long one with zeros in front
 * is refused as well. */
static bool parse_part(const char *text, uint32_t *word)
{
    const char *digits = text;

    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        digits += 2;
    return strlen(digits) <= HEX_DIGITS && parse_hex32(text, word);
}

enum answer { NOTHING, A_PART, WHOLE_KEY };

/* Whoever pastes a key as it was sent gives it whole to the first question:
 * that is as good as four answers. */
static enum answer ask_part(unsigned part, uint32_t key[PARTS])
{
    char prompt[32], line[LINE];

    format(prompt, sizeof prompt, "Part %u of %u: ", part, PARTS);
    for (;;) {
        ask_line(prompt, line, sizeof line);
        if (line[0] == '\0')
            return NOTHING;
        if (parse_part(line, &key[part - 1]))
            return A_PART;
        if (part == 1 && licence_parse_key(line, key))
            return WHOLE_KEY;
        print("%s\n", STR_KEY_WORD_BAD);
    }
}

/* False: an empty line. */
static bool ask_words(uint32_t key[PARTS])
{
    enum answer answer = NOTHING;

    print("Enter Activation Key\n");
    for (unsigned part = 1; part <= PARTS; part++) {
        answer = ask_part(part, key);
        if (answer != A_PART)
            break;
    }
    return answer != NOTHING;
}

static bool ask_until_valid(uint32_t serial, const struct image *im,
                            uint32_t key[PARTS])
{
    uint32_t typed[PARTS];

    while (ask_words(typed)) {
        switch (check(serial, im, typed)) {
        case LICENCE_VALID:
            memcpy(key, typed, sizeof typed);
            return true;
        case LICENCE_TOO_NEW:
            print("%s\n", STR_KEY_TOO_NEW);
            break;
        default:
            print("%s\n", STR_KEY_BAD);
        }
    }
    return false;
}

bool key_ask(struct flashfs *fs, uint32_t serial, enum key_habit habit,
             const struct image *im, uint32_t key[PARTS])
{
    enum licence_verdict verdict = LICENCE_NOT_VALID;

    if (flashfs_key_get(fs, key) == FLASHFS_GOOD)
        verdict = check(serial, im, key);

    print("Serial Number: %u (0x%x)\n", (unsigned)serial,
                   (unsigned)serial);
    if (verdict == LICENCE_VALID) {
        print("Activation Key: %08x %08x %08x %08x\n",
                       (unsigned)key[0], (unsigned)key[1], (unsigned)key[2],
                       (unsigned)key[3]);
        if (habit == KEY_ALWAYS)
            print("%s\n", STR_KEY_KEEP);
        else if (!ask_yes(STR_ASK_KEY))
            return false;
        return ask_until_valid(serial, im, key);
    }
    if (verdict == LICENCE_TOO_NEW)
        print("%s\n", STR_STORED_KEY_TOO_NEW);
    if (ask_until_valid(serial, im, key))
        return true;
    print("%s\n", STR_KEY_SKIPPED);
    return false;
}
