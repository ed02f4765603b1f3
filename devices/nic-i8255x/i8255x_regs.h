/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_regs.h - numbers of the Intel 8255x, nothing else.
 *
 * Source: Intel 8255x 10/100 Mbps Ethernet Controller Family Open Source
 * Software Developer Manual, revision 1.3 ("OSDM"); sections are its own.
 */
#ifndef PIXEMU_DEVICES_NIC_I8255X_I8255X_REGS_H
#define PIXEMU_DEVICES_NIC_I8255X_I8255X_REGS_H

/* 6.3.1: control/status registers, by byte offset. */
enum {
    CSR_STATUS = 0x00,
    CSR_ACK = 0x01,
    CSR_COMMAND = 0x02,
    CSR_MASK = 0x03,
    CSR_POINTER = 0x04,
    CSR_PORT = 0x08,
    CSR_FLASH = 0x0c,
    CSR_EEPROM = 0x0e,
    CSR_MDI = 0x10,
    CSR_RX_COUNT = 0x14,
    CSR_EARLY_RX = 0x18,      /* 82558 and later */
    CSR_FLOW_THRESHOLD = 0x19,
    CSR_FLOW_COMMAND = 0x1a,
    CSR_PMDR = 0x1b,
    CSR_GENERAL_CONTROL = 0x1c, /* 82559 and later */
    CSR_GENERAL_STATUS = 0x1d,
};

/* 6.3.2.1: SCB status byte. */
enum cu_state { CU_IDLE = 0, CU_SUSPENDED = 1, CU_ACTIVE = 2 };
enum ru_state {
    RU_IDLE = 0,
    RU_SUSPENDED = 1,
    RU_NO_RESOURCES = 2,
    RU_READY = 4,
    RU_NO_RBDS = 8, /* beside one of these */
};
enum { STATUS_CUS_SHIFT = 6, STATUS_RUS_SHIFT = 2 };

/* 6.3.2.1: STAT/ACK byte. */
enum {
    STAT_CX = 0x80,
    STAT_FR = 0x40,
    STAT_CNA = 0x20,
    STAT_RNR = 0x10,
    STAT_MDI = 0x08,
    STAT_SWI = 0x04,
    STAT_ER = 0x02,
    STAT_FCP = 0x01,
};

/* 6.3.2.2: interrupt control byte.  Bits 7 to 4 mask the same STAT bits. */
enum {
    MASK_SAME = 0xf0,
    MASK_ER = 0x08,
    MASK_FCP = 0x04,
    MASK_SI = 0x02,
    MASK_ALL = 0x01,
};

/* 6.3.2.2: SCB command byte. */
enum {
    CUC_NOP = 0x0,
    CUC_START = 0x1,
    CUC_RESUME = 0x2,
    CUC_LOAD_DUMP_ADDRESS = 0x4,
    CUC_DUMP = 0x5,
    CUC_LOAD_BASE = 0x6,
    CUC_DUMP_RESET = 0x7,
    CUC_STATIC_RESUME = 0xa,
};
enum {
    RUC_NOP = 0,
    RUC_START = 1,
    RUC_RESUME = 2,
    RUC_REDIRECT = 3,
    RUC_ABORT = 4,
    RUC_LOAD_HDS = 5,
    RUC_LOAD_BASE = 6,
    RUC_RBD_RESUME = 7,
};

/* 6.3.3: PORT functions. */
enum {
    PORT_RESET = 0,
    PORT_SELF_TEST = 1,
    PORT_SELECTIVE_RESET = 2,
    PORT_DUMP = 3,
    PORT_DUMP_WAKE_UP = 7,
    PORT_FUNCTION = 0xf,
};

/* 6.3.5: EEPROM control. */
enum { EEPROM_SK = 1, EEPROM_CS = 2, EEPROM_DI = 4, EEPROM_DO = 8 };

/* 6.3.6: MDI control. */
#define MDI_INTERRUPT (UINT32_C(1) << 29)
#define MDI_READY (UINT32_C(1) << 28)
enum {
    MDI_OP_SHIFT = 26,
    MDI_OP_WRITE = 1,
    MDI_OP_READ = 2,
    MDI_PHY_SHIFT = 21,
    MDI_REG_SHIFT = 16,
};

/* 6.3.10, 6.3.12. */
enum {
    PMDR_LINK_CHANGE = 0x80,
    PMDR_MAGIC = 0x40,
    PMDR_INTERESTING = 0x20,
    PMDR_PME = 0x01, /* PME status, as in PMCSR */
};
/* 6.3.9. */
enum {
    FLOW_THRESHOLD = 0x07,
    FLOW_XON = 0x01, /* these two: written */
    FLOW_XOFF = 0x02,
    FLOW_FULL = 0x04,
    FLOW_PAUSED = 0x08,
};
enum { GENERAL_LINK = 1, GENERAL_FAST = 2, GENERAL_FULL = 4 };

/* 6.4.2: command blocks. */
enum {
    CB_C = 0x8000,
    CB_OK = 0x2000,
    TCB_U = 0x1000,
    CB_AGAIN = 0x0001, /* never stored: it has to be executed again */

    CB_EL = 0x8000,
    CB_S = 0x4000,
    CB_I = 0x2000,
    CB_CID_SHIFT = 8,
    CB_CID = 0x1f,
    TCB_NC = 0x0010,
    TCB_SF = 0x0008,
    CB_OPCODE = 0x0007,

    TCB_COUNT = 0x3fff,
    TBD_BYTES = 8,
    TBD_COUNT = 0x7fff,
    TBD_EL = 0x00010000,
    TBDS_DYNAMIC = 0xff,
};

/* 6.4.3.1.2: receive frame descriptors. */
enum {
    RFD_C = 0x8000,
    RFD_OK = 0x2000,
    RFD_CRC = 0x0800,
    RFD_ALIGNMENT = 0x0400,
    RFD_NO_SPACE = 0x0200,
    RFD_OVERRUN = 0x0100,
    RFD_SHORT = 0x0080,
    RFD_TYPE = 0x0020,
    RFD_NO_MATCH = 0x0004, /* promiscuous only */
    RFD_NOT_IA = 0x0002,

    RFD_EL = 0x8000,
    RFD_S = 0x4000,
    RFD_SF = 0x0008,

    RFD_EOF = 0x8000,
    RFD_F = 0x4000,
    RFD_COUNT = 0x3fff,
    RFD_HEADER_BYTES = 16,

    RBD_EL = 0x8000,
};

#define NO_RBD UINT32_C(0xffffffff)

/* 6.4.2.3: configure command, "byte n" and its bits. */
enum {
    CONFIG_BYTES = 24, /* the 82559 knows 22 and 23; more are ignored */

    B3_TYPE = 0x02,       /* early receive interrupts for IP and IPX, too */
    B6_TNO = 0x04,        /* 82557: CX when a transmission fails */
    B6_TCO_STATS = 0x04,  /* 82559: two more counters */
    B6_CI = 0x08,         /* 0: CNA when idle or suspended, 1: when idle */
    B6_STANDARD_TCB = 0x10,
    B6_STANDARD_STATS = 0x20,
    B6_SAVE_BAD = 0x80,
    B7_DISCARD_SHORT = 0x01,
    B7_DYNAMIC_TBD = 0x80, /* 82558 and later */
    B9_CHECKSUM = 0x01, /* 82559: two bytes more behind each frame */
    B9_VLAN_ARP = 0x10, /* 82558 B alone, as the last two */
    B9_LINK_WAKE = 0x20, /* 82558 B and later */
    B9_ARP_WAKE = 0x40,
    B9_MULTICAST_WAKE = 0x80,
    B10_NSAI = 0x08,
    B10_LOOPBACK = 0xc0,
    B15_PROMISCUOUS = 0x01,
    B15_NO_BROADCAST = 0x02,
    B15_IGNORE_UL = 0x10, /* 82558 and later */
    B18_STRIP = 0x01,
    B18_PAD = 0x02,
    B18_CRC_TRANSFER = 0x04,
    B18_LONG_OK = 0x08, /* 82558 and later */
    B19_IA_WAKE = 0x01, /* 82558 B */
    B19_NO_MAGIC_WAKE = 0x02, /* 82558 B and later */
    B19_NO_TX_FLOW = 0x04, /* these four: 82558 and later */
    B19_RESTOP = 0x08,
    B19_RESTART = 0x10,
    B19_REJECT_FLOW = 0x20,
    B20_MULTIPLE_IA = 0x40, /* 82558 and later */
    B21_ALL_MULTICAST = 0x08,
};

/* 6.3.2.4: statistical counters, in the order they are dumped. */
enum {
    STATS_TX_GOOD,
    STATS_TX_MAX_COLLISIONS,
    STATS_TX_LATE_COLLISIONS,
    STATS_TX_UNDERRUNS,
    STATS_TX_LOST_CRS,
    STATS_TX_DEFERRED,
    STATS_TX_SINGLE_COLLISION,
    STATS_TX_MULTIPLE_COLLISIONS,
    STATS_TX_COLLISIONS,
    STATS_RX_GOOD,
    STATS_RX_CRC,
    STATS_RX_ALIGNMENT,
    STATS_RX_RESOURCE,
    STATS_RX_OVERRUN,
    STATS_RX_COLLISION,
    STATS_RX_SHORT,
    STATS_STANDARD, /* how many the 82557 has */
    STATS_FC_SENT = STATS_STANDARD,
    STATS_FC_RECEIVED,
    STATS_FC_UNSUPPORTED,
    STATS_EXTENDED, /* the 82558 */
    STATS_TCO = STATS_EXTENDED, /* two halves: sent, received */
    STATS_ALL,      /* the 82559 */
};
#define DUMP_DONE UINT32_C(0xa005)
#define DUMP_RESET_DONE UINT32_C(0xa007)

/* 5: EEPROM map, by word. */
enum {
    EEPROM_MAC = 0x00,
    EEPROM_COMPATIBILITY = 0x03,
    EEPROM_CONTROLLER = 0x05,
    EEPROM_PHY = 0x06,
    EEPROM_BOARD = 0x08,
    EEPROM_ID = 0x0a,
    EEPROM_SUBSYSTEM = 0x0b,
    EEPROM_SUBVENDOR = 0x0c,
    EEPROM_CHECKSUM = 0x3f,

    EEPROM_ID_VALID = 0x4000, /* of bits 15 and 14 */
    EEPROM_ID_VALID_MASK = 0xc000,
    EEPROM_ID_NO_BOOT_ROM = 0x0800,
};
#define EEPROM_SUM 0xbaba

#endif
