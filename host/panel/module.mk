# host/panel/module.mk - the front panel.
HOST_SRC += $(addprefix host/panel/,chassis layout panel keys overlay complete \
  describe term filter paint draw draw_case draw_live draw_text shot \
  view sdl)
