/* SPDX-License-Identifier: GPL-2.0-or-later */
/* private.c - see private.h. */
#include "guest/runtime/unit/private.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

/* A record: its kind, 3 bytes 0, its length in 4 bytes, its contents. */
enum { HEAD = 8, ROOM = 32512 };

static struct {
    bool loaded;
    uint8_t *at; /* ROOM bytes */
    uint32_t n;
} list;

/* NULL: it is there. */
static const char *load(void)
{
    enum flashfs_status status;

    if (!unit.has_card)
        return STR_NO_FLASH;
    if (list.loaded)
        return NULL;
    if (!list.at)
        list.at = memory_take(ROOM);
    if (!list.at)
        return STR_COPY_NO_MEMORY;
    unit_flash_begin();
    if (list.loaded) /* by another thread, while flash was waited for */
        status = FLASHFS_GOOD;
    else
        status = flashfs_get(&unit.fs, FLASHFS_PRIVATE, list.at, ROOM,
                             &list.n);
    unit_flash_end();
    if (status == FLASHFS_ABSENT)
        list.n = 0;
    else if (status != FLASHFS_GOOD)
        return flashfs_status_text(status);
    list.loaded = true;
    return NULL;
}

/* What does not hold together is not read further. */
static bool find(enum private_kind kind, unsigned index, uint32_t *at,
                 struct private_record *to)
{
    *at = 0;
    while (list.n - *at >= HEAD) {
        const uint8_t *head = list.at + *at;
        uint32_t n = get_le32(head + 4);

        if (n > list.n - *at - HEAD)
            return false;
        if (get_le32(head) == (uint32_t)kind && index-- == 0) {
            *to = (struct private_record){kind, head + HEAD, n};
            return true;
        }
        *at += HEAD + n;
    }
    return false;
}

bool private_get(enum private_kind kind, unsigned index,
                 struct private_record *to)
{
    uint32_t at;

    return !load() && find(kind, index, &at, to);
}

/* If it fails, flash has what it had: it is read again. */
static const char *save(void)
{
    enum flashfs_status status;

    unit_flash_begin();
    status = list.n ? flashfs_set(&unit.fs, FLASHFS_PRIVATE, list.at, list.n)
                    : flashfs_clear(&unit.fs, FLASHFS_PRIVATE);
    unit_flash_end();
    list.loaded = status == FLASHFS_GOOD;
    return list.loaded ? NULL : flashfs_status_text(status);
}

const char *private_add(enum private_kind kind, const void *head,
                        uint32_t head_n, const void *rest, uint32_t rest_n)
{
    const char *why = load();
    uint8_t *to;

    if (why)
        return why;
    if (head_n > ROOM || rest_n > ROOM ||
        HEAD + head_n + rest_n > ROOM - list.n)
        return flashfs_status_text(FLASHFS_NO_ROOM);
    to = list.at + list.n;
    put_le32(to, kind);
    put_le32(to + 4, head_n + rest_n);
    memcpy(to + HEAD, head, head_n);
    memcpy(to + HEAD + head_n, rest, rest_n);
    list.n += HEAD + head_n + rest_n;
    return save();
}

const char *private_remove(enum private_kind kind, unsigned index)
{
    struct private_record r;
    const char *why = load();
    uint32_t at, n;

    if (why)
        return why;
    if (!find(kind, index, &at, &r))
        return flashfs_status_text(FLASHFS_ABSENT);
    n = HEAD + r.n;
    memmove(list.at + at, list.at + at + n, list.n - at - n);
    list.n -= n;
    return save();
}
