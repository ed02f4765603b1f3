/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what the server of the device manager, debug and others say
 * in words of our own (see guest/cli/strings.h). */
#ifndef GUEST_RUNTIME_STRINGS_H
#define GUEST_RUNTIME_STRINGS_H

#define STR_MANAGER_REALM "enable password"
#define STR_MANAGER_PASSWORD \
    "The enable password is asked for; the user does not matter.\n"
#define STR_MANAGER_NONE "There is no device manager in flash.\n"
#define STR_MANAGER_NO_PAGE "There is one page here: /\n"
#define STR_MANAGER_BAD "This server takes GET and HEAD of short paths.\n"

/* location */
#define STR_LOCATION_NONE "ERROR: the name server has no address of %s"
#define STR_LOCATION_SILENT "ERROR: no name server answers when asked for %s"

/* debug */
#define STR_DEBUG_LOST "debug: %u lines had no room"
#define STR_DEBUG_CABLE "fover cable: %s"
#define STR_DEBUG_IFC "fover ifc: %s: %s"
#define STR_DEBUG_SWITCH "fover switch: %s"
#define STR_DEBUG_OPEN "fover open: %s"
#define STR_DEBUG_MESSAGE "fover %s: %s: %s %u, %u bytes"
#define STR_DEBUG_DUMP "fover %s: %s"
#define STR_DEBUG_FAIL "fover fail: %s: %s"
#define STR_DEBUG_VERIFY "fover verify: %s: %s"
#define STR_DEBUG_LINE "fover lancmd: %.*s"
#define STR_DEBUG_THE_CABLE "cable"
#define STR_DEBUG_GOOD "good"
#define STR_DEBUG_BROKEN "not a message"
#define STR_DEBUG_FORGED "the authenticator is wrong"
#define STR_DEBUG_STALE "was said before"
#define STR_DEBUG_STRANGE "of no session"
#define STR_GATES_PEER "ISAKMP peer %u"

#define STR_DHCPD_HEARD "DHCPD: %s from %s on %s"
#define STR_DHCPD_SENT "DHCPD: %s to %s, %s"
#define STR_DHCPD_EVENT "DHCPD: %s: %s %s"
#define STR_DHCPD_GRANTED "address granted"
#define STR_DHCPD_RELEASED "address released"
#define STR_DHCPD_TAKEN "address is somebody else's"
#define STR_DHCPD_NONE_FREE "no address is free"
#define STR_DHCPD_MALFORMED "malformed message"

/* capture */
#define STR_CAPTURE_NAME "ERROR: a name has 1 to %d characters"
#define STR_CAPTURE_NONE "ERROR: there is no capture %s"
#define STR_CAPTURE_MANY "ERROR: there are %d captures already"
#define STR_CAPTURE_MEMORY \
    "ERROR: there is no memory for a capture of %u bytes"
#define STR_CAPTURE_RUNNING "ERROR: capture %s has a buffer already"
#define STR_CAPTURE_COPIED "ERROR: capture %s is being copied"

#endif
