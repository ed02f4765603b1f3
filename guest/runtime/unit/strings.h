/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what the runtime says in words that are remembered or our own
 * (see guest/cli/strings.h). */
#ifndef GUEST_RUNTIME_UNIT_STRINGS_H
#define GUEST_RUNTIME_UNIT_STRINGS_H

/* --- commands ---------------------------------------------------------- */

#define STR_RELOAD_LOSES \
    "The configuration has changed and is not saved (write memory)."
#define STR_RELOAD_WAITS "Another session writes to flash: when it has done so."
#define STR_CONFIRM_RELOAD "Proceed with reload?[confirm]"
#define STR_BUILDER "pixemu"
#define STR_OLD_LOGIN "PIX passwd: "
#define STR_WHO "%u: From %s"
#define STR_NO_SESSION "ERROR: no session %u"
#define STR_KEY_NOT_STORED "The activation key has not been changed."
#define STR_NO_LEASE "The address of %s does not come by DHCP."
#define STR_COPY_BUSY "ERROR: another session copies"
#define STR_COPY_NO_MEMORY "There is not enough memory for this."
#define STR_COPY_NO_SOURCE \
    "ERROR: say where from, or set it by the tftp-server command"
#define STR_COPY_STOPPED "Stopped."
#define STR_COPY_TIMED_OUT "The server does not answer."
#define STR_COPY_STALLED "The server has stopped sending."
#define STR_COPY_REFUSED "The server refuses the connection."
#define STR_COPY_BROKEN "The server has broken the connection."
#define STR_COPY_NO_WAY "There is no route to the server."
#define STR_COPY_BAD_IMAGE "The file is no image, or damaged."
#define STR_COPY_WRONG_KIND "The file is an image of another kind."
#define STR_COPY_OTHER_LAYOUT \
    "The image reads another flash layout; downgrade the flash first."
#define STR_COPY_TOO_OLD \
    "Images older than 4.4 cannot be installed over the network."
#define STR_COPY_UNKNOWN_PLATFORM "The image does not know this platform."
#define STR_STORE_LATER \
    "Flash has the layout of a later release; \"write erase\" gives it this " \
    "one's."
#define STR_DISKETTE_NO_DRIVE "This unit has no diskette drive."
#define STR_DISKETTE_EMPTY "There is no diskette in the drive."
#define STR_DISKETTE_PROTECTED "The diskette is write-protected."
#define STR_DISKETTE_UNREADABLE "The diskette is damaged, or not formatted."
#define STR_DISKETTE_SILENT "The diskette drive does not answer."
#define STR_DISKETTE_NO_CONFIG "There is no configuration on the diskette."
#define STR_DISKETTE_TOO_LONG \
    "The configuration is too long for a diskette."
#define STR_FLASH_CLEARED \
    "The flash file system is cleared; configuration and image are kept."
#define STR_FLASH_LATER \
    "Flash has the layout of a later release and stays as it is: that "       \
    "release\ncan prepare it for others."
#define STR_FLASH_LOST \
    "What could not be read of the file system, its configuration, is gone."
#define STR_FLASH_DOWNGRADED \
    "Flash has the layout of release %s now: install that release %s."
#define STR_FLASH_BY_MONITOR "from monitor mode"
#define STR_FLASH_BY_DISKETTE "from its boot diskette"
#define STR_FLASH_HAS_IT "Flash has the layout of release %s already."
#define STR_FLASH_NOT_DONE "Flash has not been changed: %s."
#define STR_FLASH_NO_WAY "Release %s does not know the %s."
#define STR_COPY_NOT_LICENSED \
    "ERROR: https needs VPN-DES or VPN-3DES, which are not licensed"
#define STR_TRUST_ASK "Take this certificate from now on? [yes|no] "
#define STR_TRUST_PASTE \
    "Paste the authority's certificate as text; an empty line gives up."
#define STR_TRUST_NO_CA "ERROR: this is no certificate of an authority"
#define STR_TRUST_BUSY "ERROR: another session pastes a certificate"
#define STR_TRUST_FULL "ERROR: there is room for %d authorities"
#define STR_TRUST_NO_SERVER "ERROR: no certificate is known for this server"
#define STR_TRUST_CA "Authority %u"
#define STR_TRUST_SERVER "Server %.*s"
#define STR_TRUST_OFF "Certificates are not checked (no ca check)."
#define STR_WRITE_NET "TFTP write '%s' at %s on interface %u"
#define STR_WRITE_NOT "The configuration has not been written."
#define STR_FACTORY_NOT_HERE "The %s has no factory-default configuration."
#define STR_FACTORY_NO_ROOM \
    "ERROR: the network has no room for this unit and others"
#define STR_SETUP_PASSWORD "Enable password"
#define STR_SETUP_SAME_PASSWORD "<use current password>"
#define STR_SETUP_OLD_PASSWORD "<current password>"
#define STR_SETUP_NO_NAME "pixfirewall"
#define STR_SETUP_RECAP "The following configuration will be used:"
#define STR_LIST_NO_ROOM \
    "ERROR: there is no room for access-list %s, line %u, and what is behind it"
#define STR_XLATE_FLAGS \
    "Flags: D - DNS, d - dump, I - identity, i - inside, n - no random,\n" \
    "       o - outside, r - portmap, s - static"
#define STR_CONN_FLAGS \
    "Flags: A - awaiting inside ACK to SYN, a - awaiting outside ACK to " \
    "SYN,\n       B - initial SYN from outside, F - outside FIN, f - " \
    "inside FIN,\n       I - inbound data, O - outbound data, R - outside " \
    "acknowledged FIN,\n       r - inside acknowledged FIN, S - awaiting " \
    "inside SYN,\n       s - awaiting outside SYN, U - up"
#define STR_DROPS \
    {"", "interface off or without address", "bad IP header", "IP options", \
     "impossible source", "from itself to itself", "bad transport header", \
     "bad TCP, UDP or ICMP checksum", "bad fragment", "too many fragments", \
     "fragments missing", \
     "wrong way back", "shunned", "not for anybody here", \
     "no connection", "access list", "nothing permits it", "outbound list", \
     "interfaces of equal level", "back where it came from", \
     "no translation", "no address left", "limit of connections", \
     "limit of half-open connections", \
     "hosts beyond the licence", "no memory", "no route", "inspection", \
     "ICMP to this unit not permitted", "ICMP error about nothing known", \
     "over the licensed throughput", "too long for its way, not to be cut", \
     "no new connections while a TCP server for messages is down"}
#define STR_PAIR_DROPS \
    {"no failover message, or cut", "failover message with a wrong signature", \
     "failover message that came before", "failover message of no session"}
#define STR_TECH_TITLE "------------------ %s ------------------"
#define STR_CLOCK_USAGE \
    "ERROR: hh:mm:ss, then a day, a month's name and a year from %d to %d"
#define STR_PLATFORM_UNKNOWN "Platform unknown"

#define STR_LOG_PLACE "    %s logging: level %s, %u messages logged"
#define STR_LOG_PLACE_OFF "    %s logging: disabled"
#define STR_LOG_SERVER "        Logging to %s %s %s/%u%s"
#define STR_LOG_SERVER_DOWN " (disabled)"
#define STR_LOG_BLOCKED \
    "New connections are not permitted until every TCP server can be reached."
#define STR_LOG_QUEUE \
    "    Logging Queue length limit : %u msg(s)\n"                        \
    "    Current %u msg on queue, %u msgs most on queue, %u msg discarded"

#define STR_GATES_PEER "ISAKMP peer %u"

/* --- the start --------------------------------------------------------- */

#define STR_NIC "mcwa %s Ethernet at irq %2u  MAC: %s"
#define STR_NO_MEMORY "There is not enough memory for this image."
#define STR_NO_FLASH "No flash card at 0x300: nothing can be stored."
#define STR_INTERFACES_UNUSED \
    "%u more interfaces are not licensed and stay off."
#define STR_BANNER "a pixemu unit"
#define STR_LAYOUT "The layout record in flash: %s."
#define STR_LAYOUT_LATER                                                  \
    "Flash has the layout of a later release: its configuration cannot be\n" \
    "read here.  \"flash downgrade\" on that release prepares it."
#define STR_LAYOUT_WAS \
    "Flash had the layout of releases %s; the configuration is kept."
#define STR_LAYOUT_LOST \
    "Flash had the layout of releases %s; what was damaged in it is gone."
#define STR_KEY_TOO_NEW "The activation key in flash is for a newer release."
#define STR_NO_KEY "There is no valid activation key."
#define STR_NO_KEY_MEANS \
    "Running as Restricted: two interfaces, no failover, no DES, no 3DES."
#define STR_NOTICE                                                    \
    "Free software under the GNU GPL, version 2 or later; there is no\n" \
    "warranty.  Not made, supported or endorsed by any vendor of firewalls."
#define STR_PANIC "The firewall has failed (thread %s)."

/* --- two units ---------------------------------------------------------- */

#define STR_PAIR_WARNING "**** WARNING ***"
#define STR_PAIR_NOT_REPLICATED \
    "Configuration Replication is NOT performed from Standby unit to " \
    "Active unit."
#define STR_PAIR_NOT_SAME "Configurations are no longer synchronized."
#define STR_PAIR_TO_ACTIVE "Switching to Active"
#define STR_PAIR_TO_STANDBY "Switching to Standby"
#define STR_PAIR_TO_FAILED "Switching to Failed"
#define STR_PAIR_TO_OK "Switching to OK"
#define STR_PAIR_SYNC "Sync Started"
#define STR_PAIR_SYNCED "Sync Completed"
#define STR_PAIR_SYNC_BROKEN "Sync broken off"
#define STR_PAIR_UNEQUAL \
    "The standby unit does not take every line; compare both licences"
#define STR_PAIR_ALONE \
    "NOTICE: this failover-only unit has had no connection to a primary " \
    "unit\nfor a day.\n\nREBOOTING...."
#define STR_PAIR_STATE "Record"
#define STR_PAIR_CAUSE_ALONE "no other unit"
#define STR_PAIR_CAUSE_ELECTED "the units' agreement"
#define STR_PAIR_CAUSE_POWER "power failure of the other unit"
#define STR_PAIR_CAUSE_SILENCE "no hellos from the other unit"
#define STR_PAIR_CAUSE_INTERFACE "interface failure of the other unit"
#define STR_PAIR_CAUSE_COMMAND "a command"
#define STR_PAIR_CAUSE_MATE "the other unit's state"
#define STR_PAIR_CABLE_BAD "Bad cable"
#define STR_PAIR_NEGOTIATING "Negotiating"
#define STR_PAIR_NONE "Not detected"
#define STR_PAIR_REASON "Reason: %s"
#define STR_PAIR_WHY_INTERFACE "an interface failed"
#define STR_PAIR_WHY_MODEL "the units are different models"
#define STR_PAIR_WHY_MEMORY "the units have different memory sizes"
#define STR_PAIR_WHY_FLASH "the units have different flash sizes"
#define STR_PAIR_WHY_RELEASE "the units run different releases"
#define STR_PAIR_WHY_LICENCE "the licences of the units form no pair"
#define STR_PAIR_WHY_UNIT "both units are primary, or both secondary"
#define STR_PAIR_WHY_INTERFACES "the units have different interfaces"
#define STR_PAIR_OFF "Failover is off"
#define STR_PAIR_NO_LAN "LAN-based Failover is not configured"
#define STR_PAIR_SENDING "Configuration: %u of %u bytes have gone"
#define STR_PAIR_RECEIVING "Configuration: %u of %u bytes are here"
#define STR_PAIR_CANNOT "ERROR: this unit cannot become active now"
#define STR_PAIR_NO_STANDBY "ERROR: there is no standby unit"
#define STR_PAIR_NOT_ACTIVE "ERROR: only the active unit does that"

/* --- the device manager's server --------------------------------------- */

#define STR_MANAGER_REALM "enable password"
#define STR_MANAGER_PASSWORD \
    "The enable password is asked for; the user does not matter.\n"
#define STR_MANAGER_NONE "There is no device manager in flash.\n"
#define STR_MANAGER_NO_PAGE "There is one page here: /\n"
#define STR_MANAGER_BAD "This server takes GET and HEAD of short paths.\n"

/* --- location ---------------------------------------------------------- */

#define STR_LOCATION_NONE "ERROR: the name server has no address of %s"
#define STR_LOCATION_SILENT "ERROR: no name server answers when asked for %s"

/* --- debug ------------------------------------------------------------- */

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

#define STR_DHCPD_HEARD "DHCPD: %s from %s on %s"
#define STR_DHCPD_SENT "DHCPD: %s to %s, %s"
#define STR_DHCPD_EVENT "DHCPD: %s: %s %s"
#define STR_DHCPD_GRANTED "address granted"
#define STR_DHCPD_RELEASED "address released"
#define STR_DHCPD_TAKEN "address is somebody else's"
#define STR_DHCPD_NONE_FREE "no address is free"
#define STR_DHCPD_MALFORMED "malformed message"

/* --- capture ----------------------------------------------------------- */

#define STR_CAPTURE_NAME "ERROR: a name has 1 to %d characters"
#define STR_CAPTURE_NONE "ERROR: there is no capture %s"
#define STR_CAPTURE_MANY "ERROR: there are %d captures already"
#define STR_CAPTURE_MEMORY \
    "ERROR: there is no memory for a capture of %u bytes"
#define STR_CAPTURE_RUNNING "ERROR: capture %s has a buffer already"
#define STR_CAPTURE_COPIED "ERROR: capture %s is being copied"

#endif
