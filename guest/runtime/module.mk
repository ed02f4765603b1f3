# guest/runtime - the images pixNNN.bin: loader and runtime under one header.
# How programs are linked and packed: mk/guest.mk.

FIREWALL_SRC := $(addprefix guest/firewall/,access expect firewall fixed \
  flows fragments globals icmp inspect inspect_dns inspect_ftp inspect_text \
  intercept lists lookup packet path policer report route shun state \
  state_record table tcp translate view)

RUNTIME_SRC := $(PROGRAM_SRC) guest/cli/basics guest/cli/cli \
  guest/cli/command guest/cli/filter guest/cli/pager guest/cli/record guest/cli/uptime \
  guest/config/basics guest/config/config guest/config/failover guest/config/frame \
  guest/config/http guest/config/interfaces guest/config/logging \
  guest/config/logmessage guest/config/names \
  guest/config/peers guest/config/permit guest/config/routes guest/config/save guest/config/stored \
  guest/config/stored_table guest/config/stored_forms guest/config/grammar \
  guest/config/banner guest/config/clears guest/config/users guest/config/privileges \
  guest/config/telnet guest/config/trust guest/config/words \
  guest/config/accessentry guest/config/accesslist guest/config/alias \
  guest/config/established guest/config/outbound guest/config/sysopt \
  guest/config/fixups guest/config/objects \
  guest/config/dhcpd guest/config/dhcpoptions guest/dhcp/addresses \
  guest/dhcp/message guest/dhcp/server guest/runtime/dhcpd \
  guest/capture/capture guest/capture/decode guest/capture/dissect \
  guest/runtime/captures guest/runtime/trace \
  guest/runtime/cmd_capture \
  guest/runtime/cmd_dhcpd guest/config/guard guest/config/timeouts guest/config/rulework \
  guest/config/services guest/config/statics guest/config/translation \
  $(FIREWALL_SRC) guest/runtime/traffic guest/runtime/traffic_log \
  guest/runtime/cmd_traffic guest/runtime/cmd_shun guest/runtime/cmd_rates \
  guest/drivers/i8255x \
  guest/drivers/i8255x_serial guest/drivers/pci guest/i386/cmos guest/i386/rtc \
  guest/lib/password guest/log/log guest/log/messages guest/net/blocks \
  guest/runtime/calendar \
  guest/runtime/clock guest/runtime/cmd_activation guest/runtime/cmd_clock \
  guest/runtime/cmd_configure guest/runtime/cmd_copy guest/runtime/cmd_flashfs \
  guest/runtime/cmd_factory guest/runtime/setup \
  guest/runtime/cmd_logging guest/runtime/logger guest/runtime/debug \
  guest/runtime/cmd_floppy guest/runtime/diskette guest/diskette/record \
  guest/drivers/floppy guest/i386/dma \
  guest/runtime/entropy guest/runtime/install guest/runtime/manager \
  guest/runtime/page guest/runtime/private guest/net/httpd \
  guest/runtime/source guest/runtime/stream guest/runtime/trust guest/crypto/pem \
  guest/runtime/transfer guest/runtime/transfer_http guest/runtime/transfer_tftp \
  guest/runtime/gates guest/net/httpget guest/net/tftpget guest/net/url \
  guest/runtime/cmd_interface \
  guest/runtime/cmd_network guest/runtime/cmd_resources \
  guest/runtime/cmd_version \
  guest/runtime/commands guest/runtime/console guest/runtime/features \
  guest/runtime/interfaces guest/runtime/location guest/runtime/main \
  guest/runtime/memory \
  guest/runtime/network \
  guest/drivers/failovercable guest/runtime/panic guest/runtime/pair \
  guest/runtime/pair_cable \
  guest/runtime/pair_copy guest/runtime/pair_state \
  guest/runtime/pair_events guest/runtime/pair_text guest/runtime/pair_debug \
  guest/runtime/cmd_failover \
  $(addprefix guest/failover/,cableframe election failover hmac pack replica \
    stateful talk watch wire) guest/runtime/processor guest/runtime/processor_name \
  guest/runtime/remote guest/runtime/report guest/runtime/startup \
  guest/runtime/store guest/runtime/unit \
  guest/runtime/usage guest/runtime/wallclock \
  guest/threads/switch guest/threads/thread guest/net/telnet $(NET_STACK) \
  $(LWIP_OBJS) $(TLS_PARTS) $(BEARSSL_OBJS)

$(foreach g,1 2 3,\
  $(eval $(call guest_program,$(B)/guest-obj/guest/loader/loader$(g).elf,0x00600000,$(LOADER_SRC),$(g))) \
  $(eval $(call guest_program,$(B)/guest-obj/guest/runtime/runtime$(g).elf,0x00700000,$(RUNTIME_SRC),$(g))))

$(eval $(call image,pix421,4.2(1),1,Sun 22-Nov-26 06:00))
$(eval $(call image,pix501,5.0(1),2,Sun 22-Nov-26 06:30))
$(eval $(call image,pix511,5.1(1),2,Sun 22-Nov-26 07:00))
$(eval $(call image,pix521,5.2(1),3,Sun 22-Nov-26 08:00))
$(eval $(call image,pix531,5.3(1),3,Sun 22-Nov-26 09:00))
$(eval $(call image,pix601,6.0(1),3,Sun 22-Nov-26 11:00))
$(eval $(call image,pix611,6.1(1),3,Sun 22-Nov-26 11:30))
$(eval $(call image,pix621,6.2(1),3,Sun 22-Nov-26 12:00))
$(eval $(call image,pix631,6.3(1),3,Sun 22-Nov-26 13:00))

# The original boot diskette: loader and image of the last release that
# nothing else installs.
$(eval $(call image,bd421,4.2(1),1,Sun 22-Nov-26 06:00,$(DISKETTE)))
