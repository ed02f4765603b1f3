/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * medium.c - the QMP commands of the diskette drive.
 *
 * Shapes as QEMU's have them for a floppy device; a tray it does not have, so
 * query-block does not speak of one.  The event does: a diskette that went
 * out is an open tray.
 */
#include <string.h>
#include <sys/stat.h>

#include "host/control/qmp.h"
#include "host/values.h"

/* The drive goes by either name.  NULL: the call has failed. */
static struct floppy *named(struct qmp_call *call)
{
    static const char *const keys[] = {"device", "id"};
    const char *name = NULL;
    unsigned given = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (json_object_has_member(call->args, keys[i])) {
            name = json_object_get_string_member(call->args, keys[i]);
            given++;
        }
    if (given != 1)
        qmp_fail(call, "GenericError",
                 "Need exactly one of 'device' and 'id'");
    else if (!floppy_there(call->on->floppy) || strcmp(name, QMP_DRIVE))
        qmp_fail(call, "DeviceNotFound", "Device '%s' not found", name);
    else
        return call->on->floppy;
    return NULL;
}

JsonNode *medium_eject(struct qmp_call *call)
{
    struct floppy *f = named(call);

    if (f)
        floppy_eject(f);
    return NULL;
}

/* -1: the call has failed. */
static int notch(struct qmp_call *call)
{
    static const char *const modes[] = {
        [FLOPPY_AS_FILE] = "retain", [FLOPPY_PROTECTED] = "read-only",
        [FLOPPY_WRITABLE] = "read-write", NULL};
    const char *mode = "retain";
    int at;

    if (json_object_has_member(call->args, "read-only-mode"))
        mode = json_object_get_string_member(call->args, "read-only-mode");
    at = value_name(mode, modes);
    if (at < 0)
        qmp_fail(call, "GenericError",
                 "Parameter 'read-only-mode' does not accept value '%s'",
                 mode);
    return at;
}

JsonNode *medium_change(struct qmp_call *call)
{
    const char *file = json_object_get_string_member(call->args, "filename");
    const char *format = "raw";
    int mode = notch(call);
    struct floppy *f;
    GError *err = NULL;

    if (mode < 0)
        return NULL;
    f = named(call);
    if (!f)
        return NULL;
    if (json_object_has_member(call->args, "format"))
        format = json_object_get_string_member(call->args, "format");
    if (strcmp(format, "raw"))
        return qmp_fail(call, "GenericError", "Unknown driver '%s'", format);
    if (floppy_insert(f, file, (enum floppy_notch)mode, &err))
        return NULL;
    /* err begins with the name and a colon. */
    qmp_fail(call, "GenericError", "Could not open '%s'%s", file,
             err->message + strlen(file));
    g_error_free(err);
    return NULL;
}

/* --- what is in ---------------------------------------------------------- */

static JsonObject *image(const char *file)
{
    JsonObject *o = json_object_new();
    struct stat st = {0};

    /* A file that is gone by now is still in the drive. */
    (void)!stat(file, &st);
    json_object_set_int_member(o, "virtual-size", st.st_size);
    qmp_set_text(o, "filename", file);
    json_object_set_string_member(o, "format", "raw");
    json_object_set_int_member(o, "actual-size", (gint64)st.st_blocks * 512);
    json_object_set_boolean_member(o, "dirty-flag", FALSE);
    return o;
}

static JsonObject *inserted(const struct floppy *f)
{
    static const char *const none[] = {"bps",    "bps_rd",  "bps_wr",
                                       "iops",   "iops_rd", "iops_wr",
                                       "write_threshold",
                                       "backing_file_depth"};
    const char *file = floppy_file(f);
    JsonObject *o = json_object_new(), *cache = json_object_new();

    for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
        json_object_set_int_member(o, none[i], 0);
    json_object_set_string_member(o, "detect_zeroes", "off");
    json_object_set_object_member(o, "image", image(file));
    json_object_set_boolean_member(o, "ro", floppy_protected(f));
    json_object_set_string_member(o, "node-name", "#" QMP_DRIVE);
    json_object_set_string_member(o, "drv", "raw");
    json_object_set_boolean_member(o, "encrypted", FALSE);
    json_object_set_boolean_member(cache, "no-flush", FALSE);
    json_object_set_boolean_member(cache, "direct", FALSE);
    json_object_set_boolean_member(cache, "writeback", TRUE);
    json_object_set_object_member(o, "cache", cache);
    qmp_set_text(o, "file", file);
    return o;
}

JsonNode *medium_query_block(struct qmp_call *call)
{
    const struct floppy *f = call->on->floppy;
    JsonArray *all = json_array_new();
    JsonObject *o;

    if (!floppy_there(f))
        return qmp_take_array(all);
    o = json_object_new();
    json_object_set_string_member(o, "device", QMP_DRIVE);
    json_object_set_boolean_member(o, "locked", FALSE);
    json_object_set_boolean_member(o, "removable", TRUE);
    if (floppy_file(f))
        json_object_set_object_member(o, "inserted", inserted(f));
    json_object_set_string_member(o, "qdev", QMP_DRIVE);
    json_object_set_string_member(o, "type", "unknown");
    json_array_add_object_element(all, o);
    return qmp_take_array(all);
}
