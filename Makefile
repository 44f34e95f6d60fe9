# jianbao: `make report` draws the briefing, `make check` tests. See README.md.
CC ?= gcc
BUILD ?= build
PKGS = cairo pango pangocairo pangoft2 harfbuzz fontconfig libfyaml jansson libcmark-gfm
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wvla -Wformat=2 -Wswitch-enum -Wimplicit-fallthrough
CFLAGS ?= -O2 -g
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
override CFLAGS += -std=c17 -D_GNU_SOURCE $(WARN) $(if $(WERROR),-Werror) $(if $(SAN),$(SANFLAGS))
override CPPFLAGS += -Iinclude -MMD -MP $(shell pkg-config --cflags $(PKGS))
LDLIBS = $(shell pkg-config --libs $(PKGS)) -lcmark-gfm-extensions -lcsv -lm
override LDFLAGS += $(if $(SAN),$(SANFLAGS))

LIB_SRC := $(filter-out src/cli/%,$(wildcard src/*/*.c))
CLI_SRC := $(wildcard src/cli/*.c)
UNIT_SRC := $(wildcard tests/unit/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)

all: $(BUILD)/libjianbao.a $(if $(CLI_SRC),$(BUILD)/jianbao)

$(BUILD)/libjianbao.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/jianbao: $(CLI_OBJ) $(BUILD)/libjianbao.a
	$(CC) $(LDFLAGS) -o $@ $(CLI_OBJ) $(BUILD)/libjianbao.a $(LDLIBS)

$(BUILD)/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Isrc -fPIC -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libjianbao.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -Isrc -Itests -o $@ $< $(LDFLAGS) $(BUILD)/libjianbao.a -lcmocka $(LDLIBS)

unit: $(UNIT_BIN)
	@set -e; for t in $(UNIT_BIN); do echo $$t; $$t; done

lint-quick:
	@true

clean:
	rm -rf $(BUILD)

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT_BIN:=.d)
.PHONY: all unit clean lint-quick
