/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what the configuration's commands say in words of our own
 * (see guest/cli/strings.h). */
#ifndef GUEST_CONFIG_STRINGS_H
#define GUEST_CONFIG_STRINGS_H

#define STR_CONFIG_HOSTNAME "pixfirewall"
#define STR_CONFIG_BAD_NAME \
    "ERROR: a name has 1 to %d letters, digits and dashes"
#define STR_CONFIG_BAD_NUMBER "ERROR: %s is not a number from %u to %u"
#define STR_CONFIG_BAD_HASH "ERROR: an encrypted password has 16 characters"
#define STR_CONFIG_BAD_PASSWORD_WORD \
    "ERROR: only \"encrypted\" may follow the password"
#define STR_CONFIG_TERMINAL "Width = %u, %smonitor"
#define STR_CONFIG_BAD_IP "ERROR: %s is not an address that can be used here"
#define STR_CONFIG_BAD_MASK "ERROR: %s is not a network mask"
#define STR_CONFIG_BAD_NETWORK "ERROR: %s has bits that the mask %s leaves out"
#define STR_CONFIG_NO_INTERFACE "ERROR: no interface %s"
#define STR_CONFIG_UNLICENSED_INTERFACE \
    "ERROR: %s is beyond the %u interfaces that are licensed"
#define STR_CONFIG_BAD_SPEED "ERROR: %s is not a speed of this interface"
#define STR_CONFIG_NAME_TAKEN "ERROR: another interface is named %s"
#define STR_CONFIG_FULL "ERROR: there are %d already"
#define STR_CONFIG_NO_SUCH_ROUTE "ERROR: there is no such route"
#define STR_CONFIG_BAD_LABEL \
    "ERROR: a name has 1 to %d letters, digits, dots, dashes, a letter first"
#define STR_CONFIG_BAD_LEVEL "ERROR: %s is not a level from 0 to 7"
#define STR_CONFIG_NO_MESSAGE "ERROR: there is no message %s"
#define STR_CONFIG_BAD_DEVICE "ERROR: a device's name has 1 to %d characters"
#define STR_CONFIG_NO_EFFECT \
    "This line is kept and saved; nothing here acts on it yet."
#define STR_CONFIG_NO_EFFECT_OF \
    "%s is kept and saved; nothing here acts on it yet."
#define STR_CONFIG_IDLE "This command has no effect: nothing here does it yet."
#define STR_CONFIG_LINE_TOO_LONG "ERROR: the line is too long"
#define STR_CONFIG_NO_ROOM "ERROR: there is no room for more lines"
#define STR_CONFIG_NO_SUCH_LINE "ERROR: there is no such line"
#define STR_CONFIG_NOT_LICENSED "ERROR: %s is not licensed on this unit"
#define STR_CONFIG_UNGUARDED \
    "Guards are not licensed on this unit: the line is kept, and guards " \
    "nothing."
#define STR_CONFIG_BAD_WORD "ERROR: %s is not understood here"
#define STR_CONFIG_MORE_WORDS "ERROR: something is missing at the end"
#define STR_CONFIG_BAD_PORT "ERROR: %s is not a port"
#define STR_CONFIG_BAD_TIMEOUT \
    "ERROR: %s is not a time like 1:00:00, of at least %u minutes"
#define STR_CONFIG_BAD_RANGE "ERROR: %s begins no range of addresses"
#define STR_CONFIG_NO_LIST "ERROR: access-list %s does not exist"
#define STR_CONFIG_NO_GROUP "ERROR: object-group %s does not exist"
#define STR_CONFIG_GROUP_KIND "ERROR: object-group %s is of another kind"
#define STR_CONFIG_GROUP_USED "ERROR: object-group %s is in use"
#define STR_CONFIG_GROUP_LOOP "ERROR: object-group %s would contain itself"
#define STR_CONFIG_NAT_LIST "ERROR: only nat 0 goes by a list, not by %s"
#define STR_CONFIG_STATIC_OVERLAPS "WARNING: static overlaps with"
#define STR_CONFIG_NO_FIREWALL "ERROR: there is no memory for the firewall"
#define STR_CONFIG_BUSY "ERROR: another session uses the configuration"
#define STR_CONFIG_TAKEN \
    "Another session uses the configuration now; ask for it again."
#define STR_CONFIG_UNREADABLE "The configuration in flash cannot be read."
#define STR_CONFIG_NONE "No configuration is saved in flash."
#define STR_CONFIG_NO_FLASH "ERROR: there is no flash"
#define STR_CONFIG_TOO_LONG "ERROR: the configuration is too long for flash"
#define STR_CONFIG_FAILED "[FAILED]"
#define STR_CONFIG_BAD_TIME "ERROR: %s is not a time as in 0:30:00"
#define STR_CONFIG_BAD_ZONE "ERROR: %s is no zone's name: 1 to %d letters"
#define STR_CONFIG_BAD_MAC "ERROR: %s is not an address as in 0090.2712.3456"
#define STR_CONFIG_BAD_KEY "ERROR: a key has 1 to %d characters"
#define STR_USERS_NAME "Username: "
#define STR_USERS_PASSWORD "Password: "
#define STR_USERS_WRONG "Login incorrect"
#define STR_USERS_DENIED "Access denied."
#define STR_USERS_BAD_NAME "ERROR: a user's name has 1 to %d characters"
#define STR_USERS_NOBODY "ERROR: there is no user %s"
#define STR_CONFIG_BAD_UNIT "ERROR: a unit is primary or secondary"
#define STR_CONFIG_DHCPD_NETWORK \
    "ERROR: these are no addresses of the network of interface %s"
#define STR_CONFIG_DHCPD_MANY "ERROR: a pool has at most %u addresses here"
#define STR_CONFIG_DHCPD_INSIDE "ERROR: only the inside has a DHCP server"
#define STR_CONFIG_DHCPD_NO_POOL "ERROR: interface %s has no dhcpd address"
#define STR_CONFIG_DHCPD_OPTION "ERROR: option %s cannot be given here"
#define STR_CONFIG_DHCPD_VALUE "ERROR: %s cannot be this option's value"

#endif
