#include <stdlib.h>
#include <string.h>

#include "cli/table.h"
#include "test.h"

static const struct table_column columns[] = {
    {"NAME", false, 0}, {"SIZE", true, 0}, {"WHY", false, 0}};

/* What is printed of two rows on a terminal of so many columns; 0: none. */
static char *printed(size_t width)
{
    struct table t;
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);

    CHECK(f != NULL);
    table_init(&t, columns, 3, width > 0, f);
    t.width = width;
    table_cell(&t, "Zürich");
    table_cellf(&t, "%d", 7);
    table_cell(&t, "no answer at all");
    table_cell(&t, "a\tb");
    table_cell(&t, "1000");
    table_cell(&t, "");
    CHECK_EQ_U64(table_rows(&t), 2);
    CHECK_OK(table_print(&t));
    table_clear(&t);
    fclose(f);
    return text;
}

TEST(table, columns_line_up_by_characters)
{
    char *text = printed(80);

    CHECK_STR(text, "NAME    SIZE  WHY\n"
                    "Zürich     7  no answer at all\n"
                    "a\\x09b  1000  \n");
    free(text);
}

TEST(table, the_last_column_ends_where_the_terminal_does)
{
    char *text = printed(20);

    CHECK(strstr(text, "Zürich     7  no ans\n") != NULL);
    free(text);
    /* Too narrow for the rest: then nothing is hidden. */
    text = printed(10);
    CHECK(strstr(text, "no answer at all\n") != NULL);
    free(text);
}

TEST(table, spare_columns_give_way_the_highest_first)
{
    static const struct table_column many[] = {{"AAAA", false, 0},
                                               {"BBBB", true, 1},
                                               {"CCCC", true, 2},
                                               {"DDDD", false, 0}};
    static const char *const want[] = {"AAAA  BBBB  CCCC  DDDD\n",
                                       "AAAA  BBBB  DDDD\n", "AAAA  DDDD\n",
                                       "AAAA  DDDD\n"};
    static const size_t widths[] = {22, 21, 15, 3};

    for (size_t i = 0; i < 4; i++) {
        struct table t;
        char *text = NULL;
        size_t len = 0;
        FILE *f = open_memstream(&text, &len);

        table_init(&t, many, 4, true, f);
        t.width = widths[i];
        for (int k = 0; k < 4; k++)
            table_cell(&t, "x");
        CHECK_OK(table_print(&t));
        table_clear(&t);
        fclose(f);
        CHECK(strncmp(text, want[i], strlen(want[i])) == 0);
        free(text);
    }
}

TEST(table, scripts_get_fields_between_tabs)
{
    char *text = printed(0);

    CHECK_STR(text, "Zürich\t7\tno answer at all\na\\x09b\t1000\t\n");
    free(text);
}

TEST(table, nothing_is_printed_of_an_empty_one)
{
    struct table t;
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);

    table_init(&t, columns, 3, true, f);
    CHECK_OK(table_print(&t));
    table_clear(&t);
    fclose(f);
    CHECK_EQ_U64(len, 0);
    free(text);
}

TEST(table, an_output_that_is_full_is_an_error)
{
    struct table t;
    FILE *f = fopen("/dev/full", "we");

    CHECK(f != NULL);
    setvbuf(f, NULL, _IONBF, 0);
    table_init(&t, columns, 1, false, f);
    table_cell(&t, "x");
    CHECK_ERR(table_print(&t), ERR_IO);
    table_clear(&t);
    fclose(f);
}

TEST(table, spare_columns_without_text_are_left_out)
{
    static const struct table_column some[] = {
        {"AA", false, 0}, {"BB", true, 1}, {"CC", true, 2}, {"DD", false, 0}};
    struct table t;
    char *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);

    CHECK(f != NULL);
    table_init(&t, some, 4, true, f);
    t.width = 80;
    for (size_t i = 0; i < 2; i++) {
        table_cell(&t, "a");
        table_cell(&t, "");
        table_cell(&t, i == 0 ? "" : "c");
        table_cell(&t, "");
    }
    CHECK_OK(table_print(&t));
    table_clear(&t);
    fclose(f);
    CHECK_STR(text, "AA  CC  DD\n"
                    "a       \n"
                    "a    c  \n");
    free(text);
}
