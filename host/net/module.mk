# host/net/module.mk - segments and what is plugged into them.
HOST_SRC += $(addprefix host/net/,net segment mactable line port user \
  user_settings peers stream deframe unixpath udp pcap \
  shared tap)
