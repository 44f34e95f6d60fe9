/* Slices, UTF-8 and arenas. */
#include "test.h"

static void utf8_is_checked_where_it_breaks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t sound;
    } cases[] = {
        {"abc", 3},
        {"\xE7\xAE\x80\xE6\x8A\xA5", 6}, /* 简报 */
        {"\xF0\xA0\xAE\xB7", 4},         /* U+20BB7 */
        {"a\x80", 1},                    /* a continuation alone */
        {"\xC0\xAF", 0},                 /* overlong / */
        {"\xED\xA0\x80", 0},             /* a surrogate */
        {"\xF4\x90\x80\x80", 0},         /* beyond U+10FFFF */
        {"ab\xE7\xAE", 2},               /* cut short */
    };
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_int_equal(jb_utf8_check(jb_str_of(cases[i].text)), cases[i].sound);
}

static void every_code_point_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char bytes[4];
        jb_str s = {bytes, jb_utf8_put(bytes, c)};
        size_t at = 0;
        assert_int_equal(jb_utf8_next(s, &at), c);
        assert_int_equal(at, s.n);
    }
}

static void white_space_goes_at_both_ends(void **state)
{
    (void)state;
    assert_str(jb_str_trim(JB_S(" \t\xE3\x80\x80 \xE7\xAE\x80 \xE6\x8A\xA5\r\n")),
               "\xE7\xAE\x80 \xE6\x8A\xA5");
    assert_int_equal(jb_str_trim(JB_S(" \n ")).n, 0);
}

static void parts_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
        ptrdiff_t at;
    } cases[] = {{"aab", "ab", 1}, {"aab", "b", 2}, {"aab", "c", -1},
                 {"", "a", -1},    {"a", "", 0},    {"ababac", "abac", 2}};
    for (size_t i = 0; i < JB_COUNT(cases); i++)
        assert_int_equal(jb_str_find(jb_str_of(cases[i].text), jb_str_of(cases[i].part)),
                         cases[i].at);
}

static int released;
static void release(void *thing)
{
    released = released * 10 + *(int *)thing;
}

static void an_arena_releases_youngest_first(void **state)
{
    (void)state;
    static int one = 1, two = 2;
    jb_arena *a = jb_arena_new(NULL);
    released = 0;
    jb_arena_own(a, &one, release);
    jb_arena_own(a, &two, release);
    jb_arena_free(a);
    assert_int_equal(released, 21);
}

static void an_arena_gives_zeroed_memory_again_after_a_reset(void **state)
{
    (void)state;
    jb_arena *a = jb_arena_new(NULL);
    for (int round = 0; round < 3; round++) {
        for (size_t n = 1; n < 300000; n = n * 3 + 1) {
            unsigned char *p = jb_alloc(a, n);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xEE, n);
        }
        jb_arena_reset(a);
    }
    jb_arena_free(a);
}

static void too_much_memory_leaves_by_the_door(void **state)
{
    (void)state;
    jmp_buf door;
    jb_arena *volatile a = jb_arena_new(&door);
    if (!setjmp(door)) {
        jb_alloc_n(a, SIZE_MAX / 2, 3);
        fail();
    }
    jb_arena_free(a);
}

static void a_list_keeps_its_elements_as_it_grows(void **state)
{
    (void)state;
    jb_arena *a = jb_arena_new(NULL);
    JB_LIST(size_t) list = {0};
    for (size_t i = 0; i < 1000; i++)
        *JB_PUSH(a, &list) = i;
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(list.at[i], i);
    jb_arena_free(a);
}

static void a_buffer_is_what_was_added(void **state)
{
    (void)state;
    jb_arena *a = jb_arena_new(NULL);
    jb_buf b = jb_buf_new(a);
    jb_buf_add(&b, JB_S("1086"));
    jb_buf_code(&b, 0x4E07);
    jb_buf_printf(&b, "%s %d", "yuan", 60);
    assert_str(b.text, "1086\xE4\xB8\x87yuan 60");
    assert_int_equal(b.text.p[b.text.n], 0);
    jb_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_checked_where_it_breaks),
        cmocka_unit_test(every_code_point_comes_back),
        cmocka_unit_test(white_space_goes_at_both_ends),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(an_arena_releases_youngest_first),
        cmocka_unit_test(an_arena_gives_zeroed_memory_again_after_a_reset),
        cmocka_unit_test(too_much_memory_leaves_by_the_door),
        cmocka_unit_test(a_list_keeps_its_elements_as_it_grows),
        cmocka_unit_test(a_buffer_is_what_was_added),
    };
    return cmocka_run_group_tests_name("base str", tests, NULL, NULL);
}
