# devices/rtc-mc146818/module.mk
DEVICES_SRC += devices/rtc-mc146818/mc146818 \
               devices/rtc-mc146818/mc146818_cal
