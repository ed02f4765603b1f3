/* SPDX-License-Identifier: GPL-2.0-or-later */
/* panelview.c - the QMP commands that look at the front panel. */
#include <string.h>

#include "host/control/qmp.h"
#include "host/values.h"

static JsonArray *port_leds(const struct unit *unit)
{
    JsonArray *all = json_array_new();

    for (unsigned i = 0; i < unit_ports(unit); i++) {
        JsonObject *o = json_object_new();

        json_object_set_boolean_member(
            o, "link", unit_port_lamp(unit, i, PORT_LAMP_LINK));
        json_object_set_boolean_member(
            o, "act", unit_port_lamp(unit, i, PORT_LAMP_ACTIVITY));
        json_object_set_boolean_member(
            o, "100", unit_port_lamp(unit, i, PORT_LAMP_SPEED));
        json_array_add_object_element(all, o);
    }
    return all;
}

JsonNode *panelview_leds(struct qmp_call *call)
{
    const struct unit *unit = call->on->unit;
    JsonObject *o = json_object_new();

    json_object_set_boolean_member(o, "power",
                                   unit_lamp(unit, UNIT_LAMP_POWER));
    json_object_set_boolean_member(o, "act", unit_lamp(unit, UNIT_LAMP_ACT));
    json_object_set_boolean_member(o, "network",
                                   unit_lamp(unit, UNIT_LAMP_NETWORK));
    if (unit_has_drive(unit))
        json_object_set_boolean_member(o, "drive",
                                       unit_lamp(unit, UNIT_LAMP_DRIVE));
    json_object_set_array_member(o, "ports", port_leds(unit));
    return qmp_take(o);
}

static const char *optional(struct qmp_call *call, const char *name)
{
    return json_object_get_string_member_with_default(call->args, name, NULL);
}

/* As QEMU's: a PPM file unless PNG is asked for. */
JsonNode *panelview_screendump(struct qmp_call *call)
{
    static const char *const formats[] = {"ppm", "png", NULL};
    const char *file = json_object_get_string_member(call->args, "filename");
    const char *format = optional(call, "format");
    int at = format ? value_name(format, formats) : 0;
    GError *err = NULL;

    if (optional(call, "device"))
        return qmp_fail(call, "DeviceNotFound", "Device '%s' not found",
                        optional(call, "device"));
    if (json_object_get_int_member_with_default(call->args, "head", 0))
        return qmp_fail(call, "GenericError",
                        "'head' must be specified together with 'device'");
    if (at < 0)
        return qmp_fail(call, "GenericError",
                        "Parameter 'format' does not accept value '%s'",
                        format);
    if (frontpanel_screendump(call->on->panel, file, at == 1, &err))
        return NULL;
    qmp_fail(call, "GenericError", "%s", err->message);
    g_error_free(err);
    return NULL;
}

JsonNode *panelview_describe(struct qmp_call *call)
{
    GVariant *all = g_variant_ref_sink(
        frontpanel_describe(call->on->panel));
    JsonNode *node = json_gvariant_serialize(all);

    g_variant_unref(all);
    return node;
}
