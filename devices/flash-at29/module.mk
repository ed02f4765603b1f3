# devices/flash-at29/module.mk - the flash card.
DEVICES_SRC += devices/flash-at29/at29 devices/flash-at29/flashcard
