# SPDX-License-Identifier: GPL-2.0-or-later
# mk/packages.mk - what has to be installed, and the step that sees to it.

PACKAGES_BUILD := gcc libc6-dev pkg-config gcc-i686-linux-gnu libunicorn-dev \
  libglib2.0-dev libjson-glib-dev libslirp-dev \
  libsdl2-dev libsdl2-ttf-dev libx11-dev libwayland-dev libvterm-dev \
  libfontconfig-dev libpng-dev fonts-dejavu-core dpkg-dev xz-utils
# tftpd-hpa is not among them: installed, it starts a server that other
# computers reach.  tests/foreign/tftp_servers.t unpacks it beside the build.
PACKAGES_TEST  := python3 python3-pexpect gdb qemu-system-x86 mandoc tcpdump \
  socat inetutils-telnet dnsmasq-base iproute2 \
  udhcpc isc-dhcp-client dhcpcd-base \
  ipxe-qemu seabios curl chromium nginx lighttpd \
  lighttpd-mod-openssl \
  openssl xvfb xdotool mtools zsh \
  python3-scapy python3-pyftpdlib python3-aiosmtpd iperf3 bind9-dnsutils \
  iputils-ping traceroute netcat-openbsd

PACKAGES_LINT  := cppcheck mandoc
PACKAGES_FUZZ  := clang libclang-rt-dev

# Does nothing when all is there.  DEPS=no prints the line and runs nothing.
deps: ## install what builds the programs (DEPS=no: only say it)
	@mk/deps required $(PACKAGES_BUILD)
deps-test: deps ## install what the tests use besides
	@mk/deps optional $(PACKAGES_TEST)
deps-lint: deps ## install what the static checks use
	@mk/deps required $(PACKAGES_LINT)
deps-fuzz: deps ## install what the fuzzers are built with
	@mk/deps required $(PACKAGES_FUZZ)
.PHONY: deps deps-test deps-lint deps-fuzz
export DEPS
