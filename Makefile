# jianbao: `make report` draws the briefing, `make check` tests. See README.md.
VERSION = 0.1.0
SONAME = libjianbao.so.0
PREFIX ?= /usr/local
BUILD ?= build$(if $(SAN),/san)
ifeq ($(origin CC),default)
CC = gcc
endif

# What apt-get installs: the first line to build, the second to test.
PACKAGES = gcc libc6-dev pkg-config libcairo2-dev libharfbuzz-dev libglib2.0-dev libfontconfig-dev libdeflate-dev \
           libcsv-dev libcmark-gfm-dev libcmark-gfm-extensions-dev libfyaml-dev libjansson-dev libpcre2-dev libhyphen-dev hyphen-en-us \
           libqpdf-dev librsvg2-dev libturbojpeg0-dev libicu-dev fonts-noto-cjk
CHECK_PACKAGES = libcmocka-dev libpng-dev qpdf poppler-utils mupdf-tools clang libclang-rt-14-dev clang-format libxml2-utils

PKGS = cairo cairo-ft glib-2.0 harfbuzz harfbuzz-subset fontconfig freetype2 libdeflate libfyaml jansson libpcre2-8 libcmark-gfm
# Opened by the program itself when they are needed: only their headers are.
LATE_PKGS = librsvg-2.0 libqpdf libturbojpeg icu-uc
# Asked once, and only when something is compiled: the packages may not be there before.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(LATE_PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)) -lcmark-gfm-extensions -lcsv -lhyphen -lm)$(PKG_LIBS)

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes \
       -Wvla -Wformat=2 -Wswitch-enum -Wimplicit-fallthrough
SANFLAGS = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS ?= -O2 -g
override CFLAGS += -std=c17 -D_GNU_SOURCE -fPIC -fvisibility=hidden $(WARN) $(if $(WERROR),-Werror) $(if $(SAN),$(SANFLAGS))
override CPPFLAGS += -Iinclude -MMD -MP -DJIANBAO_VERSION='"$(VERSION)"'
override LDFLAGS += $(if $(SAN),$(SANFLAGS))

SHARED := $(sort $(wildcard src/share/*.yaml))
LIB_SRC := $(filter-out src/cli/%,$(wildcard src/*/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/share.o
CLI_OBJ := $(patsubst %.c,$(BUILD)/%.o,$(wildcard src/cli/*.c))
UNIT_BIN := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))
CLI_TEST := $(patsubst tests/cli/%.c,$(BUILD)/tests/%,$(wildcard tests/cli/*.c))
BENCH_BIN := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
SOURCES := $(wildcard src/*/*.[ch] include/*/*.h tests/*/*.[ch] src/share/docs/*.c)
OBJECTS := $(LIB_OBJ) $(CLI_OBJ)

all: $(BUILD)/libjianbao.a $(if $(CLI_OBJ),$(BUILD)/jianbao)

$(BUILD)/libjianbao.a: $(LIB_OBJ)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/$(SONAME): $(LIB_OBJ)
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,-z,defs $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(BUILD)/jianbao: $(CLI_OBJ) $(BUILD)/libjianbao.a
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

# The program sees the public headers alone, as any stranger would.
$(CLI_OBJ): $(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/src/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Isrc $(PKG_CFLAGS) $(CFLAGS) -c -o $@ $<

# Loops over pixels, which gcc turns into vectors at this level only.
$(BUILD)/src/render/stamp.o $(BUILD)/src/render/png.o: override CFLAGS += -O3

# Built-in files: each of src/share/*.yaml becomes bytes that jb_share_find gives by its name.
$(BUILD)/share.c: $(SHARED) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "base/share.h"'; \
	  for f in $(SHARED); do n=$$(basename $$f .yaml | tr -c 'a-z0-9\n' _); \
	    echo "static const unsigned char file_$$n[] = {"; od -An -v -tu1 $$f | sed 's/^ *//; s/  */,/g; s/$$/,/'; echo '0};'; done; \
	  echo 'const jb_shared jb_shared_files[] = {'; \
	  for f in $(SHARED); do n=$$(basename $$f .yaml); \
	    echo "{JB_K(\"$$n\"), {(const char *)file_$$(echo $$n | tr -c 'a-z0-9\n' _), $$(wc -c <$$f)}},"; done; \
	  echo '{{0, 0}, {0, 0}}};'; } >$@

$(BUILD)/share.o: $(BUILD)/share.c
	$(CC) $(CPPFLAGS) -Isrc $(CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libjianbao.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Isrc -Itests $(PKG_CFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS) $(BUILD)/libjianbao.a -lcmocka -lpng $(PKG_LIBS)

$(BUILD)/tests/%: tests/cli/%.c $(BUILD)/jianbao
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS) -lcmocka -ljansson -lm

$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libjianbao.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Isrc $(PKG_CFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS) $(BUILD)/libjianbao.a $(PKG_LIBS)

$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/libjianbao.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Isrc $(PKG_CFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS) -fsanitize=fuzzer $(BUILD)/libjianbao.a $(PKG_LIBS)

# `make report` and `make check` first see to the packages they need; DEPS=no trusts that they are there.
ifneq ($(DEPS),no)
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))
report:
	@sh src/share/packages.sh $(PACKAGES)
	@$(MAKE) --no-print-directory $(JOBS) DEPS=no $@
check:
	@sh src/share/packages.sh $(PACKAGES) $(CHECK_PACKAGES)
	@$(MAKE) --no-print-directory $(JOBS) DEPS=no $@
else
# All charts go to one directory, so no two reports may have a chart of one name.
report: all
	@mkdir -p $(BUILD)/reports && rm -rf $(BUILD)/charts && mkdir $(BUILD)/charts
	@set -e; for r in reports/*.md; do echo "$$r"; n=$$(basename $$r .md); own=$(BUILD)/charts/.$$n; \
	  $(BUILD)/jianbao report $$r -o $(BUILD)/reports/$$n.pdf --charts $$own; \
	  for c in $$own/*; do f=$(BUILD)/charts/$${c##*/}; [ -e "$$c" ] || continue; \
	    if [ -e "$$f" ]; then echo "$$r: another report has a chart named $$(basename $${c%.*}) too" >&2; exit 1; fi; \
	    mv "$$c" "$$f"; done; rmdir $$own; done
check: all lint $(UNIT_BIN) $(CLI_TEST)
	@BUILD=$(BUILD) sh tests/run.sh $(UNIT_BIN) $(CLI_TEST)
endif

unit: $(UNIT_BIN)
	@BUILD=$(BUILD) sh tests/run.sh $(UNIT_BIN)

lint-quick:
	@sh tests/lint/floors.sh
	@f=$$({ git diff --name-only --diff-filter=d $$(git merge-base main HEAD) -- '*.[ch]'; git ls-files -o --exclude-standard -- '*.[ch]'; } 2>/dev/null); \
	  if [ -n "$$f" ]; then clang-format --dry-run -Werror $$f; fi

lint: $(BUILD)/$(SONAME)
	@sh tests/lint/floors.sh
	@sh tests/lint/messages.sh
	@sh tests/lint/symbols.sh $(BUILD)/$(SONAME)
	@clang-format --dry-run -Werror $(SOURCES)
	@for h in $(wildcard src/*/*.h include/*/*.h); do \
	  $(CC) -Isrc $(filter-out -MMD -MP,$(CPPFLAGS)) $(PKG_CFLAGS) $(CFLAGS) -fsyntax-only -include $$h -xc /dev/null || exit 1; done
	@echo "lint: floors, messages, symbols, format and headers are in order"

# The fuzzers have a build of their own: clang, with its coverage in the library.
FUZZ_SECONDS ?= 30
fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=1 BUILD=build/fuzz CFLAGS="-O1 -g -fsanitize=fuzzer-no-link" fuzz-run
fuzz-run: $(FUZZ_BIN)
	@mkdir -p $(BUILD)/seeds/fuzz_chart $(BUILD)/seeds/fuzz_spec && cp tests/golden/scene/*.yaml $(BUILD)/seeds/fuzz_chart
	@for f in tests/golden/scene/*.yaml; do sed '1s/^/0/' $$f >$(BUILD)/seeds/fuzz_spec/$$(basename $$f); done
	@set -e; for f in $(FUZZ_BIN); do n=$$(basename $$f); mkdir -p $(BUILD)/corpus/$$n; echo $$n; \
	  ASAN_OPTIONS=detect_leaks=0 $$f -max_total_time=$(FUZZ_SECONDS) -timeout=60 -rss_limit_mb=4096 \
	    -artifact_prefix=$(BUILD)/ $(BUILD)/corpus/$$n $$(ls -d tests/fuzz/seeds/$$n $(BUILD)/seeds/$$n 2>/dev/null) >$(BUILD)/$$n.log 2>&1 \
	    || { tail -n 40 $(BUILD)/$$n.log; exit 1; }; tail -n 1 $(BUILD)/$$n.log; done

bench: all $(BENCH_BIN)
	@for b in $(BENCH_BIN); do $$b; done

GALLERY_WIDTH = 900
# The first page that shows this heading, or what it ends with.
GALLERY_PAGES = briefing/基层党建数据简报 notice/（二）村党组织整顿 deck/人次申报，多为脱贫劳动力 manual/趋势：折线和面积
GALLERY_CHARTS = villages service help
gallery: report
	@rm -rf reports/gallery && mkdir -p reports/gallery
	@for c in $(GALLERY_CHARTS); do cp $(BUILD)/charts/$$c.png reports/gallery/; done
	@set -e; for p in $(GALLERY_PAGES); do r=$${p%/*}; h=$${p#*/}; \
	  n=$$(pdftotext $(BUILD)/reports/$$r.pdf - | HEADING=$$h awk 'BEGIN { RS = "\f" } index($$0, ENVIRON["HEADING"] "\n") { print NR; exit }'); \
	  [ "$$n" ] || { echo "reports/$$r.md: no page has the heading $$h" >&2; exit 1; }; \
	  pdftoppm -png -singlefile -scale-to-x $(GALLERY_WIDTH) -scale-to-y -1 -f $$n -l $$n $(BUILD)/reports/$$r.pdf reports/gallery/$$r; done

docs: $(BUILD)/jianbao.1 $(BUILD)/grammar.md $(BUILD)/grammar.schema.json
$(BUILD)/docs: src/share/docs/docs.c $(BUILD)/libjianbao.a
	$(CC) $(CPPFLAGS) -Isrc $(PKG_CFLAGS) $(CFLAGS) -o $@ $< $(LDFLAGS) $(BUILD)/libjianbao.a $(PKG_LIBS)
$(BUILD)/grammar.md: $(BUILD)/docs
	$< >$@
$(BUILD)/grammar.schema.json: $(BUILD)/docs
	$< schema >$@
$(BUILD)/jianbao.1: src/share/man.sh $(BUILD)/jianbao
	sh src/share/man.sh $(BUILD)/jianbao >$@

D = $(DESTDIR)$(PREFIX)
install: all docs $(BUILD)/$(SONAME)
	install -d $(D)/bin $(D)/lib/pkgconfig $(D)/include/jianbao
	install $(BUILD)/jianbao $(D)/bin/jianbao
	install -m 644 include/jianbao/*.h $(D)/include/jianbao
	install -m 644 $(BUILD)/libjianbao.a $(D)/lib
	install $(BUILD)/$(SONAME) $(D)/lib/libjianbao.so.$(VERSION)
	ln -sf libjianbao.so.$(VERSION) $(D)/lib/$(SONAME)
	ln -sf $(SONAME) $(D)/lib/libjianbao.so
	sed -e 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|; s|@PKGS@|$(PKGS)|' src/share/jianbao.pc.in >$(D)/lib/pkgconfig/jianbao.pc
	install -D -m 644 $(BUILD)/jianbao.1 $(D)/share/man/man1/jianbao.1

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(UNIT_BIN:=.d) $(CLI_TEST:=.d) $(BENCH_BIN:=.d)
.PHONY: all report check unit lint lint-quick fuzz fuzz-run bench gallery docs install clean
