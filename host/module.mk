# host/module.mk - everything outside the case but disk/ and net/.
HOST_SRC += host/main host/options host/optionrows host/cmdline host/unitfile \
  host/rack host/hub host/mount host/biosfile host/optionrom \
  host/readfile \
  host/kernelfile host/kernelrom host/values \
  host/chassis host/floppy host/tracefile \
  host/report host/frontpanel \
  $(addprefix host/console/,console spec logfile stdio escape terminal \
    link sockets telnet tcplisten pty serial parmrk) \
  host/cable/cable host/cable/cable_spec host/cable/outside \
  host/cable/wire \
  host/control/control host/control/client host/control/qmp \
  host/control/commands host/control/medium host/control/panelview host/control/json_split
