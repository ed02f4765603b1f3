/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mount.c - a unit in its rack; see mount.h. */
#include "host/mount.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/biosfile.h"
#include "host/optionrom.h"
#include "host/report.h"
#include "host/status.h"
#include "machine/cards.h"

enum { PROTECTION_BYTES = 32, CMOS_BYTES = 128 };

/* What building a unit may change in the file it is given. */
struct mount_undo {
    off_t size;
    uint8_t protection[PROTECTION_BYTES];
    uint8_t cmos[CMOS_BYTES];
    uint8_t eeprom[UNIT_PORTS_MAX][128], eeprom_made[2];
};

/* splitmix64 (Steele, Lea, Flood 2014): of equal seeds equal numbers, of
 * neighbours quite different ones. */
static uint64_t mixed(uint64_t seed, unsigned n)
{
    uint64_t z = seed + (n + 1) * UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void draw(struct mount *m, unsigned n)
{
    const struct options *o = m->options;
    uint64_t dice = mixed(o->seed, n);

    if (o->seed_given)
        net_set_seed(m->net, dice);
    m->drawn_serial = flashfile_serial((uint32_t)(dice >> 32));
    if (m->wanted->serial_given)
        m->serial = &m->wanted->serial;
    else if (o->seed_given)
        m->serial = &m->drawn_serial;
}

void mount_init(struct mount *m, const struct options *options, unsigned n,
                struct loop *loop, struct shared *shared,
                struct cables *cables, const struct mount_end *end)
{
    memset(m, 0, sizeof *m);
    m->options = options;
    m->wanted = g_ptr_array_index(options->units, n);
    m->loop = loop;
    m->end = *end;
    m->cables = cables;
    m->net = net_new(loop, shared);
    m->floppy = floppy_new();
    draw(m, n);
}

/* --- files --------------------------------------------------------------- */

static bool plan_cables(struct mount *m, GError **err)
{
    const GArray *nets = m->wanted->nets;

    for (guint i = 0; i < nets->len; i++) {
        const struct net_option *n = &g_array_index(nets, struct net_option, i);

        if (!net_plug(m->net, n->interface, n->port, err)) {
            g_prefix_error(err, "%s", n->where);
            return false;
        }
    }
    return true;
}

static void note_serial(const struct mount *m)
{
    if (m->wanted->serial_given &&
        m->wanted->serial != m->flash->storage.serial)
        report("%s keeps its serial number %u; --serial is for new files",
               m->wanted->flash, m->flash->storage.serial);
}

static bool open_existing(struct mount *m, const struct stat *st,
                          const struct flashfile_request *request,
                          GError **err)
{
    const struct unit_storage *s;

    m->flash = flashfile_open(request, err);
    if (!m->flash)
        return false;
    s = &m->flash->storage;
    m->undo = g_new0(struct mount_undo, 1);
    m->undo->size = st->st_size;
    memcpy(m->undo->protection, s->protection, PROTECTION_BYTES);
    memcpy(m->undo->cmos, s->cmos, CMOS_BYTES);
    memcpy(m->undo->eeprom, s->eeprom, sizeof m->undo->eeprom);
    memcpy(m->undo->eeprom_made, s->eeprom_made, sizeof m->undo->eeprom_made);
    note_serial(m);
    return true;
}

static bool open_flash(struct mount *m, GError **err)
{
    const struct unit_options *u = m->wanted;
    const struct model *usual = model_find("525");
    const struct model *model = u->model ? u->model : usual;
    const struct flashfile_request request = {
        .path = u->flash,
        .mode = FLASHFILE_USE,
        .model = u->model,
        .otherwise = usual,
        .card = u->card_given ? &u->card : NULL,
        .serial = m->serial,
    };
    struct stat st;

    if (!u->flash)
        m->flash = flashfile_in_memory(model, u->card, m->serial, err);
    else if (!stat(u->flash, &st))
        return open_existing(m, &st, &request, err);
    else
        m->flash = flashfile_create(u->flash, model, u->card, m->serial, err);
    return m->flash != NULL;
}

static unsigned ram_mib(const struct mount *m)
{
    return m->wanted->ram_mib ? m->wanted->ram_mib : m->flash->model->ram_mib;
}

static bool open_kernel(struct mount *m, GError **err)
{
    const struct kernelfile_request request = {
        .kernel = m->wanted->kernel,
        .initrd = m->wanted->initrd,
        .append = m->wanted->append,
        .ram_mib = ram_mib(m),
    };

    if (!request.kernel && !request.initrd && !request.append)
        return true;
    m->kernel = kernelfile_open(&request, err);
    return m->kernel != NULL;
}

static bool open_floppy(struct mount *m, GError **err)
{
    const struct model *model = m->flash->model;

    if (!m->wanted->floppy)
        return true;
    if (!model->floppy)
        return refuse(err, "--floppy: a %s has no diskette drive; a 510 and "
                           "a 520 have one", model->title);
    return floppy_insert(m->floppy, m->wanted->floppy, FLOPPY_AS_FILE, err);
}

/* The first slot that is to have a card and isn't there; -1: all are. */
static int slot_missing(const struct mount *m, unsigned slots)
{
    for (unsigned i = slots; i < MODEL_SLOTS_MAX; i++)
        if (m->wanted->slot[i])
            return (int)i;
    return m->wanted->slot_beyond ? (int)m->wanted->slot_beyond : -1;
}

static bool cards_fit(struct mount *m, GError **err)
{
    const struct model *model = m->flash->model;
    const enum ether_card *slot = m->wanted->slot;
    unsigned slots = model_slots(model), ports = cards_ports(model, slot);
    int missing = slot_missing(m, slots);

    if (missing >= 0 && !slots)
        return refuse(err, "--card=%d: a %s has no slots", missing,
                      model->title);
    if (missing >= 0)
        return refuse(err, "--card=%d: a %s has no slot %d, its last is %u",
                      missing, model->title, missing, slots - 1);
    return ports <= UNIT_PORTS_MAX ||
           refuse(err, "--card: with these cards a %s has %u interfaces, and "
                       "%d is the most; leave some out", model->title, ports,
                  UNIT_PORTS_MAX);
}

/* Of interfaces that the unit doesn't have. */
static bool cables_fit(struct mount *m, GError **err)
{
    static const uint8_t none[6];
    const struct model *model = m->flash->model;
    unsigned n = cards_ports(model, m->wanted->slot);

    for (unsigned i = n; i < UNIT_PORTS_MAX; i++)
        if (memcmp(m->wanted->mac[i], none, 6) ||
            m->wanted->eeprom_erased[i])
            return refuse(err, "--mac=%u: a %s has no interface %u, its last "
                               "is %u", i, model->title, i, n - 1);
    return net_fits(m->net, n, model->title, err);
}

static bool plan_failover_cable(struct mount *m, GError **err)
{
    const struct unit_options *u = m->wanted;
    const struct model *model = m->flash->model;

    if (!u->cable)
        return true;
    if (!unit_has_failover_port(model))
        return refuse(err, "--failover-cable: a %s has no failover port; the "
                           "chassis with slots have one", model->title);
    m->cable = cable_new(m->cables, u->cable_role, u->cable, err);
    return m->cable != NULL;
}

bool mount_open_files(struct mount *m, GError **err)
{
    if (!plan_cables(m, err))
        return false;
    m->bios = biosfile_read(m->wanted->bios, err);
    if (!m->bios)
        return false;
    if (m->wanted->option_rom) {
        m->option_rom = optionrom_read(m->wanted->option_rom, err);
        if (!m->option_rom)
            return false;
    }
    return open_flash(m, err) && plan_failover_cable(m, err) &&
           cards_fit(m, err) && cables_fit(m, err) &&
           open_kernel(m, err) && open_floppy(m, err);
}

/* --- the unit ------------------------------------------------------------ */

static void say_end(struct mount *m, bool by_guest, const char *reason)
{
    if (!m->ended)
        control_event(m->control, "SHUTDOWN", by_guest, reason);
    m->ended = true;
}

static void on_event(void *far, enum unit_event event, bool by_guest)
{
    struct mount *m = far;

    gdb_event(m->gdb, event);
    frontpanel_changed(m->panel);
    switch (event) {
    case UNIT_EVENT_RESET:
        control_event(m->control, "RESET", by_guest,
                      by_guest ? "guest-reset" : "host-qmp-system-reset");
        console_go_on(m->console);
        break;
    case UNIT_EVENT_STOP:
        control_event(m->control, "STOP", by_guest, NULL);
        break;
    case UNIT_EVENT_RESUME:
        control_event(m->control, "RESUME", by_guest, NULL);
        console_go_on(m->console);
        break;
    case UNIT_EVENT_POWERDOWN:
        control_event(m->control, "POWERDOWN", by_guest, NULL);
        cable_power_changed(m->cable);
        console_go_on(m->console);
        break;
    case UNIT_EVENT_POWERUP:
        cable_power_changed(m->cable);
        console_go_on(m->console);
        break;
    case UNIT_EVENT_WEDGED:
        say_end(m, true, "guest-panic");
        console_flush(m->console);
        report("%s is wedged: ten triple faults, and not a character printed",
               m->wanted->name);
        m->end.end(m->end.far, "guest-panic", STATUS_WEDGED);
        break;
    case UNIT_EVENT_BROKEN:
        say_end(m, false, "host-error");
        console_flush(m->console);
        report("internal error: %s", unit_error(m->unit));
        m->end.end(m->end.far, "host-error", STATUS_INTERNAL);
        break;
    }
}

bool mount_build_unit(struct mount *m, GError **err)
{
    const struct unit_options *u = m->wanted;
    const struct model *model = m->flash->model;
    gsize bios_size, option_rom_size;
    struct unit_config config = {
        .name = u->name,
        .model = model,
        .ram_mib = ram_mib(m),
        .cpu = u->cpu < 0 ? model->cpu : (enum cpu_type)u->cpu,
        .bios = g_bytes_get_data(m->bios, &bios_size),
        .storage = m->flash->storage,
        .kernel = m->kernel ? kernelfile_program(m->kernel) : NULL,
        .authentic = m->options->authentic,
        .calendar_base = m->options->calendar_base,
    };
    char *why = NULL;

    config.bios_size = bios_size;
    if (m->option_rom) {
        config.option_rom = g_bytes_get_data(m->option_rom, &option_rom_size);
        config.option_rom_size = option_rom_size;
    }
    memcpy(config.mac, u->mac, sizeof config.mac);
    memcpy(config.eeprom_erased, u->eeprom_erased,
           sizeof config.eeprom_erased);
    memcpy(config.slot, u->slot, sizeof config.slot);
    m->unit = unit_new(m->loop, &config, &why);
    if (m->unit) {
        floppy_mount(m->floppy, m->unit);
        return true;
    }
    refuse(err, "%s", why);
    g_free(why);
    return false;
}

/* --- cables -------------------------------------------------------------- */

static void on_leave(void *far)
{
    struct mount *m = far;

    m->end.end(m->end.far, "host-ui", STATUS_OK);
}

static void on_quit(void *far)
{
    struct mount *m = far;

    m->end.end(m->end.far, "host-qmp-quit", STATUS_OK);
}

/* With a control socket it can be asked for at any time, and shows what came
 * before then. */
static bool build_panel(struct mount *m, GError **err)
{
    const struct frontpanel_sides sides = {
        .unit = m->unit,
        .console = m->console,
        .net = m->net,
        .floppy = m->floppy,
        .cable = m->cable,
        .quit = on_leave,
        .far = m,
    };

    if (m->wanted->control || m->wanted->panel)
        m->panel = frontpanel_new(&sides);
    return !m->wanted->panel || frontpanel_show(m->panel, err);
}

bool mount_plug_in(struct mount *m, GError **err)
{
    const struct unit_options *u = m->wanted;

    if (u->control) {
        m->control = control_open(u->control, err);
        if (!m->control)
            return false;
    }
    if (u->gdb) {
        m->gdb = gdb_open(u->gdb, err);
        if (!m->gdb)
            return false;
    }
    if (m->cable && !cable_open(m->cable, m->unit, err))
        return false;
    m->console = console_open(&u->console, m->loop, on_leave, m, err);
    return m->console && net_open(m->net, m->unit, err) &&
           build_panel(m, err);
}

bool mount_commit(struct mount *m, GError **err)
{
    if (m->wanted->flash && !m->undo) {
        if (!flashfile_publish(m->flash, err))
            return false;
        m->fresh = true;
    }
    return true;
}

static void on_diskette(void *far, bool out)
{
    control_tray_moved(((struct mount *)far)->control, out);
}

static void on_arrival(void *far)
{
    struct mount *m = far;

    /* Whoever has started and stopped it meanwhile knows why. */
    if (!m->wanted->paused && unit_state(m->unit) == UNIT_PRELAUNCH)
        unit_pause(m->unit, false);
}

/* A name that was meant for another file shows here. */
static void say_what_is_blank(const struct mount *m)
{
    const struct unit_options *u = m->wanted;

    if (!u->flash)
        report("%s%sno flash file: the flash is blank, and forgotten at the "
               "end", u->file ? u->file : "", u->file ? ": " : "");
    else if (m->flash->created)
        report("%s: there was no such file; now it is the blank flash of a %s",
               u->flash, m->flash->model->title);
}

void mount_start(struct mount *m)
{
    const struct control_unit on = {
        .name = m->wanted->name,
        .loop = m->loop,
        .unit = m->unit,
        .console = m->console,
        .net = m->net,
        .cable = m->cable,
        .floppy = m->floppy,
        .panel = m->panel,
        .quit = on_quit,
        .far = m,
    };

    say_what_is_blank(m);
    net_start(m->net);
    m->fresh = false;
    g_clear_pointer(&m->undo, g_free);
    unit_on_event(m->unit, on_event, m);
    floppy_watch(m->floppy, &(struct floppy_watch){on_diskette, m});
    console_attach(m->console, m->unit);
    if (m->control)
        control_serve(m->control, &on);
    if (m->gdb)
        gdb_serve(m->gdb, m->unit, on_leave, m);
    if (!console_await(m->console, on_arrival, m))
        on_arrival(m);
}

/* --- the end ------------------------------------------------------------- */

void mount_say_end(struct mount *m, const char *reason)
{
    say_end(m, false, reason);
}

static void undo(struct mount *m)
{
    const struct unit_storage *s = &m->flash->storage;
    struct stat st;

    memcpy(s->protection, m->undo->protection, PROTECTION_BYTES);
    memcpy(s->cmos, m->undo->cmos, CMOS_BYTES);
    memcpy(s->eeprom, m->undo->eeprom, sizeof m->undo->eeprom);
    memcpy(s->eeprom_made, m->undo->eeprom_made, sizeof m->undo->eeprom_made);
    /* A file of the chips alone was given its trailer.  It is still locked,
     * so that nobody relies on it. */
    if (!stat(m->wanted->flash, &st) && st.st_size > m->undo->size &&
        truncate(m->wanted->flash, m->undo->size))
        report("%s keeps the trailer it was given", m->wanted->flash);
    g_clear_pointer(&m->undo, g_free);
}

void mount_free(struct mount *m)
{
    /* The unit before what it sends to; its last frames and characters are
     * already there. */
    if (m->unit)
        unit_on_event(m->unit, NULL, NULL);
    frontpanel_free(m->panel);
    gdb_free(m->gdb);
    cable_free(m->cable);
    net_free(m->net);
    unit_free(m->unit);
    console_free(m->console);
    control_free(m->control);
    if (m->undo)
        undo(m);
    if (m->fresh) /* another unit of the process was refused */
        unlink(m->wanted->flash);
    flashfile_close(m->flash);
    floppy_free(m->floppy);
    kernelfile_free(m->kernel);
    g_clear_pointer(&m->bios, g_bytes_unref);
    g_clear_pointer(&m->option_rom, g_bytes_unref);
}
