#include <stdlib.h>
#include <string.h>

#include "cli/path.h"
#include "test.h"

TEST(path, segments_and_queries_are_escaped)
{
    struct path p;

    path_start(&p, "/api/v1/tags/");
    path_segment(&p, "a/b c?\xc3\xbc%");
    path_fixed(&p, "/x");
    path_query(&p, "none", NULL);
    path_query(&p, "tag", "1&2=3");
    path_query(&p, "limit", "5");
    CHECK_STR(path_text(&p),
              "/api/v1/tags/a%2Fb%20c%3F%C3%BC%25/x?tag=1%262%3D3&limit=5");
    path_clear(&p);
}

TEST(path, copy_goes_on_by_itself)
{
    struct path a, b;

    path_start(&a, "/x");
    path_query(&a, "s", "1");
    path_copy(&b, &a);
    path_query(&b, "c", "2");
    CHECK_STR(path_text(&a), "/x?s=1");
    CHECK_STR(path_text(&b), "/x?s=1&c=2");
    path_clear(&a);
    path_clear(&b);
}

TEST(path, too_long_gives_none)
{
    char *name = malloc(100001);
    struct path p;

    memset(name, 'a', 100000);
    name[100000] = '\0';
    path_start(&p, "/");
    path_segment(&p, name);
    CHECK(path_text(&p) == NULL);
    path_clear(&p);
    free(name);
}
