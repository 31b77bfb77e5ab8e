#include <string.h>

#include "cli/api.h"
#include "cli/interrupt.h"
#include "cli/pages.h"

#define PAGE_LIMIT "1000" /* the most that a node gives */

/* The same path with the cursor of one page. */
static void page_path(struct path *out, const struct path *base,
                      const char *cursor)
{
    path_copy(out, base);
    path_query(out, "limit", PAGE_LIMIT);
    path_query(out, "cursor", *cursor != '\0' ? cursor : NULL);
}

static enum err each_item(const json_t *page, pages_fn *fn, void *arg)
{
    const json_t *items = json_object_get(page, "items"), *item;
    enum err e = ERR_OK;
    size_t i;

    json_array_foreach(items, i, item)
    {
        e = fn(item, arg);
        if (e != ERR_OK)
            break;
    }
    return e;
}

/* One page; *next becomes its cursor for the page after, "" at the end. */
static enum err one_page(struct cli *c, const struct path *base, char *next,
                         size_t cap, pages_fn *fn, void *arg, struct errmsg *em)
{
    struct path p;
    json_t *page = NULL;
    const char *after;
    enum err e;

    page_path(&p, base, next);
    e = api_call(c, "GET", path_text(&p), NULL, &page, em);
    path_clear(&p);
    if (e != ERR_OK)
        return e;
    e = each_item(page, fn, arg);
    after = api_str(page, "next");
    /* A cursor that does not move, or does not fit, would never end. */
    if (strcmp(after, next) == 0 || strlen(after) >= cap)
        after = "";
    memmove(next, after, strlen(after) + 1);
    json_decref(page);
    return e;
}

enum err pages_walk(struct cli *c, const struct path *path, pages_fn *fn,
                    void *arg, struct errmsg *em)
{
    char next[1024] = "";
    enum err e;

    do {
        e = one_page(c, path, next, sizeof next, fn, arg, em);
    } while (e == ERR_OK && *next != '\0' && !interrupt_seen());
    return e;
}
