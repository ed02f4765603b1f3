# devices/board-id/module.mk - board strap and identity words.
DEVICES_SRC += devices/board-id/board_id
