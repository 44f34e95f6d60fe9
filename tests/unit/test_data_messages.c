/* Every message of the data room beside the input that earns it. A folder of
 * tests/golden/messages/data holds a datapackage.json, which is checked, or a table, which is read,
 * and what is said about it in messages.txt. With GOLDEN=write in the environment the goldens are
 * written anew. */
#include "golden.h"

#include <dirent.h>
#include <unistd.h>

#include "base/file.h"
#include "data/schema.h"

static void say_all(jb_ctx *cx)
{
    const jb_read_options options = {.parsing = JB_PARSE_SCHEMA};
    if (!access("datapackage.json", R_OK))
        jb_package_check(cx, JB_S("datapackage.json"));
    else
        jb_table_read(cx, access("table.json", R_OK) ? JB_S("table.csv") : JB_S("table.json"),
                      &options);
}

static void inputs_earn_their_messages(void **state)
{
    (void)state;
    struct dirent **folders;
    assert_int_equal(chdir("tests/golden/messages/data"), 0);
    int n = scandir(".", &folders, NULL, alphasort), tried = 0, differing = 0;
    for (int i = 0; i < n; i++) {
        if (folders[i]->d_name[0] != '.' && !chdir(folders[i]->d_name)) {
            jb_ctx cx = test_ctx();
            cx.limits.messages = 100;
            say_all(&cx);
            assert_true(cx.messages.n > 0);
            if (!golden_holds(cx.keep, "messages.txt", jb_messages_show(&cx, false))) {
                print_error("in %s\n", folders[i]->d_name);
                differing++;
            }
            test_ctx_end(&cx);
            assert_int_equal(chdir(".."), 0);
            tried++;
        }
        free(folders[i]);
    }
    free(folders);
    assert_true(tried > 10);
    assert_int_equal(differing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(inputs_earn_their_messages)};
    return cmocka_run_group_tests_name("data messages", tests, NULL, NULL);
}
