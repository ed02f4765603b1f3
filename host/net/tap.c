/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tap.c - tap:IFNAME, an interface of this computer.
 *
 * Linux, Documentation/networking/tuntap.rst: a descriptor of /dev/net/tun, one
 * frame a read() or write(), without the packet information header.  Whether
 * the interface is up, and has an address, is the administrator's.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "host/net/port.h"

/* Frames taken in one turn of the loop. */
enum { BATCH = 64 };

struct settings {
    char name[IFNAMSIZ];
};

struct tap {
    int fd;
    guint source;
    struct plug *plug;
};

static bool set_name(void *settings, const char *argument, char **why)
{
    struct settings *s = settings;

    if (strlen(argument) >= IFNAMSIZ || strpbrk(argument, "/ %")) {
        *why = g_strdup_printf("an interface's name has at most %d "
                               "characters, and no slash or blank",
                               IFNAMSIZ - 1);
        return false;
    }
    strcpy(s->name, argument);
    return true;
}

static void deliver(void *far, const uint8_t *frame, size_t n)
{
    /* Interface down, or its queue full: lost, as on any wire. */
    (void)!write(((struct tap *)far)->fd, frame, n);
}

static gboolean receive(gint fd, GIOCondition ready, gpointer data)
{
    struct tap *t = data;
    uint8_t frame[SEGMENT_FRAME_MAX];
    ssize_t n;

    for (int i = 0; i < BATCH; i++) {
        n = read(fd, frame, sizeof frame);
        if (n < 0)
            break;
        plug_send(t->plug, frame, (size_t)n);
    }
    if (!(ready & (G_IO_HUP | G_IO_ERR)))
        return G_SOURCE_CONTINUE;
    plug_set_carrier(t->plug, false); /* somebody removed the interface */
    t->source = 0;
    return G_SOURCE_REMOVE;
}

static char *remedy(const char *name, int error)
{
    switch (error) {
    case EPERM:
    case EACCES:
        return g_strdup_printf("no permission; as root, run: ip tuntap add "
                               "dev %s mode tap user %s", name,
                               g_get_user_name());
    case EBUSY:
        return g_strdup("in use by another process; end it or name another");
    case EINVAL:
        return g_strdup("this interface is no tap; name another");
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return g_strdup("there is no /dev/net/tun; as root, run: modprobe "
                        "tun");
    default:
        return g_strdup_printf("%s; name another", g_strerror(error));
    }
}

static int attach(const char *name)
{
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
    int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    int kept;

    if (fd < 0)
        return -1;
    memcpy(request.ifr_name, name, IFNAMSIZ);
    if (ioctl(fd, TUNSETIFF, &request) == 0)
        return fd;
    kept = errno;
    close(fd);
    errno = kept;
    return -1;
}

static void *tap_open(const void *settings, const struct port_place *place,
                      char **why)
{
    const struct settings *s = settings;
    int fd = attach(s->name);
    struct plug_far far = {.deliver = deliver, .prompt = true};
    struct tap *t;

    if (fd < 0) {
        *why = remedy(s->name, errno);
        return NULL;
    }
    t = g_new0(struct tap, 1);
    t->fd = fd;
    far.far = t;
    t->plug = segment_plug(place->segment, PLUG_OUTSIDE, &far, place->line);
    plug_set_carrier(t->plug, true);
    t->source = g_unix_fd_add(fd, G_IO_IN, receive, t);
    /* Spares GLib taking descriptors out and in around each call. */
    g_source_set_can_recurse(
        g_main_context_find_source_by_id(NULL, t->source), TRUE);
    return t;
}

static void tap_close(void *port)
{
    struct tap *t = port;

    if (t->source)
        g_source_remove(t->source);
    segment_unplug(t->plug);
    close(t->fd);
    g_free(t);
}

const struct port_kind port_kind_tap = {
    .name = "tap",
    .argument = "IFNAME",
    .help = "an interface of this computer; root makes a new one",
    .settings_size = sizeof(struct settings),
    .set = set_name,
    .open = tap_open,
    .close = tap_close,
};
