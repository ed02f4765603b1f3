# host/gdb/module.mk - gdb's remote protocol.
HOST_SRC += $(addprefix host/gdb/,gdb gdb_spec packet stub target)
