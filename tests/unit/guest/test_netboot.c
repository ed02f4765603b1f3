/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_netboot.c - ARP and TFTP against a server that answers, and that lies in
 * every way Table 11-2 has a code for.
 */
#include <string.h>

#include "guest/netboot/tftp.h"
#include "tests/unit/guest/netbootrig.h"

/* --- downloads ---------------------------------------------------------- */

static void a_file_of_whole_blocks_ends_with_an_empty_one(void)
{
    struct world *w = new_world(honest, 1024);

    g_assert_true(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2A...\n"
                      "Received 1024 bytes\n");
    g_assert_cmpstr(w->asked_for, ==, "pix621.bin");
    g_assert_cmpuint(w->last_ack, ==, 3);
    end_world(w);
}

static void a_short_last_block_ends_it(void)
{
    struct world *w = new_world(honest, 1025);

    w->net.trace = false;
    g_assert_true(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2...\n"
                      "Received 1025 bytes\n");
    end_world(w);
}

static void an_empty_file_is_one_empty_block(void)
{
    struct world *w = new_world(honest, 0);

    g_assert_true(fetch(w));
    g_assert_cmpuint(w->acks, ==, 1);
    end_world(w);
}

static void data_may_come_from_port_69(void)
{
    struct world *w = new_world(honest, 700);

    w->port = 69;
    g_assert_true(fetch(w));
    end_world(w);
}

static void dots_wrap_at_column_80(void)
{
    struct world *w = new_world(honest, 60 * 1024);

    w->net.trace = false;
    g_assert_true(fetch(w));
    g_auto(GStrv) line = g_strsplit(w->console->str, "\n", -1);
    g_assert_cmpuint(strlen(line[0]), ==, 80);
    g_assert_cmpuint(strlen(line[1]), ==, 121 - (80 - 27));
    g_assert_cmpstr(line[2], ==, "Received 61440 bytes");
    end_world(w);
}

static void a_gateway_is_named_and_used(void)
{
    struct world *w = new_world(honest, 5);
    struct tftp_request r = { FAR_AWAY, "f", w->file, sizeof(w->file), 1 };
    size_t bytes;

    w->net.gateway = GATEWAY;
    w->from = FAR_AWAY;
    g_assert_true(tftp_get(&w->net, &r, &bytes));
    g_assert_cmphex(w->arp_target, ==, GATEWAY);
    expect_on_console(w, "tftp f@10.1.2.3 via 192.168.1.254A.\n");
    end_world(w);
}

static void the_gateway_is_left_out_for_the_own_network(void)
{
    struct world *w = new_world(honest, 5);

    w->net.gateway = GATEWAY;
    g_assert_true(fetch(w));
    g_assert_cmphex(w->arp_target, ==, SERVER);
    end_world(w);
}

static void a_file_without_room_is_refused(void)
{
    struct world *w = new_world(honest, FILE_ROOM + 1);
    struct tftp_request r = { SERVER, "f", w->file, sizeof(w->file), 1 };
    size_t bytes = 77;

    g_assert_false(tftp_get(&w->net, &r, &bytes));
    expect_on_console(w, "\nFile is longer than the 65536 bytes");
    g_assert_cmpuint(w->errors_seen, ==, 1);
    g_assert_cmpuint(bytes, ==, 77);
    end_world(w);
}

static void block_numbers_wrap(void)
{
    struct world *w = new_world(honest, 66000 * 512 + 9);
    uint8_t *big = g_malloc(w->data_bytes);
    struct tftp_request r = { SERVER, "f", big, w->data_bytes, 1 };
    size_t bytes = 0;

    g_assert_true(tftp_get(&w->net, &r, &bytes));
    g_assert_cmpmem(big, bytes, w->data, w->data_bytes);
    g_assert_cmpuint(w->last_ack, ==, 66001 - 65536);
    g_free(big);
    end_world(w);
}

/* --- codes -------------------------------------------------------------- */

/* Each spoils one packet on its way, with block 2 due; the honest one follows
 * at once where the spoiled one was extra, else after the time-out. */
enum spoiler {
    RUNT,
    STUB,
    TOTAL_TOO_LONG,
    UDP_TOO_LONG,
    FRAGMENT,
    HUGE_BLOCK,
    OTHER_HOST,
    BAD_IHL,
    IP_VERSION_6,
    ICMP,
    OTHER_DESTINATION,
    OTHER_LOCAL_PORT,
    OTHER_FOREIGN_PORT,
    FLIPPED_DATA,
    FLIPPED_IP_HEADER,
    FUTURE_BLOCK,
    LLDP,
    EMPTY_FRAME,
};

static void resum(uint8_t *ip)
{
    put_be16(ip + 10, 0);
    size_t n = MAX(20, (ip[0] & 15) * 4u);
    put_be16(ip + 10, (uint16_t)~net_fold(net_sum(0, ip, n)));
}

static void spoil(struct world *w, enum spoiler what)
{
    uint8_t f[1600], tftp[4 + 600] = { 0, 3, 0, 2 };
    size_t n = udp_frame(w, f, tftp, what == HUGE_BLOCK ? 604 : 516);
    uint8_t *ip = f + 14, *udp = ip + 20;

    switch (what) {
    case RUNT: n = 45; break;
    case STUB: ip[0] = 0x43; n = 20; break;
    case EMPTY_FRAME: n = 13; break;
    case TOTAL_TOO_LONG: put_be16(ip + 2, 1400); resum(ip); break;
    case UDP_TOO_LONG: put_be16(udp + 4, 1400); break;
    case FRAGMENT: put_be16(ip + 6, 0x2000); resum(ip); break;
    case OTHER_HOST: put_be32(ip + 12, GATEWAY); resum(ip); break;
    case BAD_IHL: ip[0] = 0x43; resum(ip); break;
    case IP_VERSION_6: ip[0] = 0x65; resum(ip); break;
    case ICMP: ip[9] = IP_ICMP; resum(ip); break;
    case OTHER_DESTINATION: put_be32(ip + 16, US + 9); resum(ip); break;
    case OTHER_LOCAL_PORT: put_be16(udp + 2, 9); break;
    case OTHER_FOREIGN_PORT: put_be16(udp, 9); break;
    case FLIPPED_DATA: f[100] ^= 1; break;
    case FLIPPED_IP_HEADER: ip[8] ^= 1; break;
    case FUTURE_BLOCK: put_be16(udp + 10, 7); put_be16(udp + 6, 0); break;
    case LLDP: put_be16(f + 12, ETHERTYPE_LLDP); break;
    case HUGE_BLOCK: break;
    }
    to_unit(w, f, n);
}

static enum spoiler spoiling;

static void spoils_the_second(struct world *w, const uint8_t *tftp, size_t n)
{
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == 1 && !w->step++)
        spoil(w, spoiling);
    honest(w, tftp, n);
}

static void a_spoiled_packet_is_coded_and_survived(void)
{
    static const struct {
        enum spoiler what;
        const char *mark;
    } rows[] = {
        { RUNT, "<2>" },
        { STUB, "<2>" },
        { TOTAL_TOO_LONG, "<2>" },
        { UDP_TOO_LONG, "<2>" },
        { FRAGMENT, "<2>" },
        { HUGE_BLOCK, "<2>" },
        { OTHER_HOST, "<3>" },
        { BAD_IHL, "<4>" },
        { IP_VERSION_6, "<4>" },
        { ICMP, "<5>" },
        { OTHER_DESTINATION, "<6>" },
        { OTHER_LOCAL_PORT, "<7>" },
        { OTHER_FOREIGN_PORT, "<7>" },
        { FLIPPED_DATA, "<8>" },
        { FLIPPED_IP_HEADER, "<8>" },
        { FUTURE_BLOCK, "<11>" },
        { LLDP, "(88cc)" },
        { EMPTY_FRAME, "" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int trace = 0; trace < 2; trace++) {
            struct world *w = new_world(spoils_the_second, 1500);
            g_autofree char *want = g_strdup_printf(
                "tftp pix621.bin@192.168.1.2%s.%s..\nReceived 1500 bytes\n",
                trace ? "A" : "", trace ? rows[i].mark : "");
            spoiling = rows[i].what;
            w->net.trace = trace;
            g_assert_true(fetch(w));
            expect_console(w, want);
            end_world(w);
        }
}

static void repeats_itself(struct world *w, const uint8_t *tftp, size_t n)
{
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == 1 && !w->step++)
        send_block(w, 1, 0, 512);
    else
        honest(w, tftp, n);
}

static void a_repeated_block_is_11_and_acknowledged_again(void)
{
    struct world *w = new_world(repeats_itself, 1500);

    g_assert_true(fetch(w));
    /* Without a time-out: the second acknowledgement brings the next block. */
    expect_on_console(w, "A.<11>..\n");
    g_assert_cmpuint(w->acks, ==, 4);
    end_world(w);
}

static void loses_some(struct world *w, const uint8_t *tftp, size_t n)
{
    if (w->step++ % 3 == 0)
        return;
    honest(w, tftp, n);
}

static void what_is_lost_is_sent_again(void)
{
    struct world *w = new_world(loses_some, 6000);

    g_assert_true(fetch(w));
    expect_on_console(w, "AT<-1>.");
    expect_on_console(w, ".T<-1>.");
    g_assert_cmpuint(w->requests, ==, 2);
    end_world(w);
}

static void says_nothing(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)w, (void)tftp, (void)n;
}

static void silence_ends_it_with_minus_1(void)
{
    for (int trace = 0; trace < 2; trace++) {
        struct world *w = new_world(says_nothing, 10);
        uint32_t began = w->now_ms;

        w->net.trace = trace;
        g_assert_false(fetch(w));
        expect_console(w, trace ? "tftp pix621.bin@192.168.1.2"
                                  "AT<-1>T<-1>T<-1>T<-1>T<-1>\n"
                                  "No answer from the server.\n"
                                : "tftp pix621.bin@192.168.1.2<-1>\n"
                                  "No answer from the server.\n");
        /* 2 + 4 + 8 + 8 + 8 seconds */
        g_assert_cmpuint(w->now_ms - began, >=, 30000);
        g_assert_cmpuint(w->now_ms - began, <, 31000);
        g_assert_cmpuint(w->requests, ==, 5);
        end_world(w);
    }
}

static void noise_for_ever(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)tftp, (void)n;
    w->step = 1;
}

static size_t noisy(void *far, uint8_t *to, size_t room)
{
    struct world *w = far;

    if (w->step) {
        w->now_ms += 10;
        spoil(w, OTHER_HOST);
    }
    return for_unit(far, to, room);
}

static void noise_does_not_keep_it_alive(void)
{
    struct world *w = new_world(noise_for_ever, 10);

    w->net.trace = false;
    w->net.port.receive = noisy;
    g_assert_false(fetch(w));
    expect_on_console(w, "<-1>\n");
    end_world(w);
}

static size_t parrot(void *far, uint8_t *to, size_t room)
{
    struct world *w = far;

    /* The first block for ever. */
    if (w->step) {
        w->now_ms += 500;
        send_block(w, 1, 0, 512);
    }
    return for_unit(far, to, room);
}

static void answers_once(struct world *w, const uint8_t *tftp, size_t n)
{
    if (!w->step++)
        honest(w, tftp, n);
}

static void a_server_that_only_repeats_itself_is_left(void)
{
    struct world *w = new_world(answers_once, 1500);
    uint32_t began = w->now_ms;

    w->net.trace = false;
    w->net.port.receive = parrot;
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2.<-1>\n"
                      "No answer from the server.\n");
    g_assert_cmpuint(w->now_ms - began, <, 40000);
    end_world(w);
}

static void nobody_at_that_address_ends_in_time(void)
{
    struct world *w = new_world(honest, 10);
    uint32_t began = w->now_ms;

    w->deaf = true;
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2AT<-1>AT<-1>AT<-1>AT<-1>\n"
                      "No answer to ARP for 192.168.1.2.\n");
    g_assert_cmpuint(w->now_ms - began, <, 20000);
    g_assert_cmpuint(w->requests, ==, 0);
    end_world(w);
}

static uint16_t error_code;
static const char *error_text;

static void reports(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)tftp, (void)n;
    send_error(w, error_code, error_text);
}

static void a_missing_or_unreadable_file_is_minus_10(void)
{
    for (error_code = 0; error_code <= 2; error_code++) {
        struct world *w = new_world(reports, 10);

        w->net.trace = false;
        w->port = 0; /* as one server does for a directory */
        error_text = "no such file";
        g_assert_false(fetch(w));
        expect_on_console(w, "tftp pix621.bin@192.168.1.2<-10>\n");
        expect_on_console(w, error_code
                                 ? "\nThe server has no such file, or may "
                                   "not read it.\n"
                                 : "\nThe server reports error 0: no such "
                                   "file\n");
        g_assert_cmpuint(w->requests, ==, 1);
        end_world(w);
    }
}

static void another_error_is_10_and_its_text_is_tamed(void)
{
    struct world *w = new_world(reports, 10);

    w->net.trace = false;
    error_code = 3;
    error_text = "Disk\x1b[2J full";
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2<10>\n"
                      "The server reports error 3: Disk[2J full\n");
    end_world(w);
}

static void breaks_off(struct world *w, const uint8_t *tftp, size_t n)
{
    if (get_be16(tftp) == 4)
        send_error(w, 2, "no longer yours");
    else
        honest(w, tftp, n);
}

static void an_error_in_the_middle_is_10(void)
{
    struct world *w = new_world(breaks_off, 1500);

    w->net.trace = false;
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2.<10>\n"
                      "The server reports error 2: no longer yours\n");
    end_world(w);
}

static void acknowledges_options(struct world *w, const uint8_t *tftp,
                                 size_t n)
{
    static const uint8_t oack[] = "\0\6blksize\0001024";

    (void)tftp, (void)n;
    tftp_to_unit(w, oack, sizeof(oack));
}

static void an_unasked_opcode_is_9(void)
{
    struct world *w = new_world(acknowledges_options, 10);

    w->net.trace = false;
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2<9>\n"
                      "Unexpected TFTP code 6 from the server.\n");
    end_world(w);
}

static void changes_port(struct world *w, const uint8_t *tftp, size_t n)
{
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == 1 && !w->step) {
        w->step = 1;
        w->port = 5;
        honest(w, tftp, n);
        w->port = NEW_PORT;
        return;
    }
    honest(w, tftp, n);
}

static void a_server_that_changes_port_is_7_then_heard_again(void)
{
    struct world *w = new_world(changes_port, 1500);

    g_assert_true(fetch(w));
    expect_on_console(w, "A.<7>T<-1>..");
    end_world(w);
}

static void a_sum_of_zero_means_none(void)
{
    struct world *w = new_world(honest, 600);

    w->no_sums = true;
    g_assert_true(fetch(w));
    expect_on_console(w, "A..\n");
    end_world(w);
}

static void the_user_can_stop_it(void)
{
    struct world *w = new_world(says_nothing, 10);

    w->stop = true;
    g_assert_false(fetch(w));
    expect_on_console(w, "\nInterrupted.\n");
    end_world(w);
}

static GRand *dice;

static void throw_garbage(struct world *w)
{
    /* Exactly as long as it says, so that a step beyond shows. */
    size_t n = (size_t)g_rand_int_range(dice, 1, 90);
    g_autofree uint8_t *f = g_malloc(n);

    for (size_t j = 0; j < n; j++)
        f[j] = (uint8_t)g_rand_int(dice);
    if (n > 14)
        put_be16(f + 12, g_rand_boolean(dice) ? ETHER_IP : ETHER_ARP);
    if (n > 15)
        f[14] = (uint8_t)(0x40 | g_rand_int_range(dice, 4, 16));
    to_unit(w, f, n);
}

static void a_mad_house(struct world *w, const uint8_t *tftp, size_t n)
{
    for (int i = 0; i < 20; i++)
        throw_garbage(w);
    honest(w, tftp, n);
}

static void garbage_of_every_length_does_no_harm(void)
{
    dice = g_rand_new_with_seed(1);
    for (int round = 0; round < 300; round++) {
        struct world *w = new_world(a_mad_house, 600);
        w->net.trace = round & 1;
        g_assert_true(fetch(w));
        end_world(w);
    }
    g_rand_free(dice);
}

/* --- ARP ---------------------------------------------------------------- */

static void asks_who_we_are(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)tftp, (void)n;
    if (w->step++)
        return;
    send_arp(w, 1, GATEWAY, US);
    send_arp(w, 1, GATEWAY, US + 1); /* somebody else's */
}

static void arp_is_answered_while_waiting(void)
{
    struct world *w = new_world(asks_who_we_are, 10);

    g_assert_false(fetch(w));
    g_assert_cmpuint(w->arp_replies, ==, 1);
    end_world(w);
}

static void begins_with_block_0(struct world *w, const uint8_t *tftp,
                                size_t n)
{
    if (!w->step++)
        send_block(w, 0, 0, 512);
    honest(w, tftp, n);
}

static void nothing_is_acknowledged_before_block_1(void)
{
    struct world *w = new_world(begins_with_block_0, 522);

    g_assert_true(fetch(w));
    g_assert_cmpuint(w->acks, ==, 2);
    end_world(w);
}

static void what_came_before_is_forgotten(void)
{
    struct world *w = new_world(honest, 10);

    for (int i = 0; i < 40; i++)
        spoil(w, LLDP);
    g_assert_true(fetch(w));
    expect_on_console(w, "2A.\n");
    end_world(w);
}

#define ADD(name, function) g_test_add_func("/netboot/" name, function)

static void add_downloads(void)
{
    ADD("a-file-of-whole-blocks-ends-with-an-empty-one",
        a_file_of_whole_blocks_ends_with_an_empty_one);
    ADD("a-short-last-block-ends-it", a_short_last_block_ends_it);
    ADD("an-empty-file-is-one-empty-block", an_empty_file_is_one_empty_block);
    ADD("data-may-come-from-port-69", data_may_come_from_port_69);
    ADD("dots-wrap-at-column-80", dots_wrap_at_column_80);
    ADD("a-gateway-is-named-and-used", a_gateway_is_named_and_used);
    ADD("the-gateway-is-left-out-for-the-own-network",
        the_gateway_is_left_out_for_the_own_network);
    ADD("a-file-without-room-is-refused", a_file_without_room_is_refused);
    ADD("block-numbers-wrap", block_numbers_wrap);
}

static void add_codes(void)
{
    ADD("a-spoiled-packet-is-coded-and-survived",
        a_spoiled_packet_is_coded_and_survived);
    ADD("a-repeated-block-is-11-and-acknowledged-again",
        a_repeated_block_is_11_and_acknowledged_again);
    ADD("what-is-lost-is-sent-again", what_is_lost_is_sent_again);
    ADD("silence-ends-it-with-minus-1", silence_ends_it_with_minus_1);
    ADD("noise-does-not-keep-it-alive", noise_does_not_keep_it_alive);
    ADD("a-server-that-only-repeats-itself-is-left",
        a_server_that_only_repeats_itself_is_left);
    ADD("nobody-at-that-address-ends-in-time",
        nobody_at_that_address_ends_in_time);
    ADD("a-missing-or-unreadable-file-is-minus-10",
        a_missing_or_unreadable_file_is_minus_10);
    ADD("another-error-is-10-and-its-text-is-tamed",
        another_error_is_10_and_its_text_is_tamed);
    ADD("an-error-in-the-middle-is-10", an_error_in_the_middle_is_10);
    ADD("an-unasked-opcode-is-9", an_unasked_opcode_is_9);
    ADD("a-server-that-changes-port-is-7-then-heard-again",
        a_server_that_changes_port_is_7_then_heard_again);
    ADD("a-sum-of-zero-means-none", a_sum_of_zero_means_none);
    ADD("nothing-is-acknowledged-before-block-1",
        nothing_is_acknowledged_before_block_1);
    ADD("the-user-can-stop-it", the_user_can_stop_it);
    ADD("garbage-of-every-length-does-no-harm",
        garbage_of_every_length_does_no_harm);
}

static void add_arp(void)
{
    ADD("arp-is-answered-while-waiting", arp_is_answered_while_waiting);
    ADD("what-came-before-is-forgotten", what_came_before_is_forgotten);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add_downloads();
    add_codes();
    add_arp();
    return g_test_run();
}
