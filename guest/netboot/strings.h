/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what the monitor says that no source we know confirms.  The
 * rest stands where it is printed.
 */
#ifndef GUEST_NETBOOT_STRINGS_H
#define GUEST_NETBOOT_STRINGS_H

#define STR_BAD_COMMAND "Invalid or incorrect command.  Use 'help' for help."
#define STR_BAD_ADDRESS "Invalid IP address."
#define STR_BAD_FILE "File name is longer than %u characters."
#define STR_BAD_INTERFACE "Invalid interface number."
#define STR_BAD_TIMEOUT "Invalid timeout; use 1 to 60 seconds."
#define STR_NO_PORTS "No Ethernet interfaces found."
#define STR_NO_ADDRESS "no address"
#define STR_NO_SERVER "no server"
#define STR_NO_FILE "no file"
#define STR_NO_HOST "no host"
#define STR_TRACE_ON "trace on"
#define STR_TRACE_OFF "trace off"
#define STR_TFTP_SILENT "No answer from the server."
#define STR_TFTP_NO_ARP "No answer to ARP for %s."
#define STR_TFTP_NOT_FOUND "The server has no such file, or may not read it."
#define STR_TFTP_ERROR "The server reports error %u: %s"
#define STR_TFTP_OPCODE "Unexpected TFTP code %u from the server."
#define STR_TFTP_TOO_BIG "File is longer than the %u bytes there is room for."
#define STR_STOPPED "Interrupted."

#endif
