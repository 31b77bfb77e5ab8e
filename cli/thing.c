#include "cli/thing.h"
#include "cli/api.h"
#include "cli/path.h"

enum err thing_call(struct cli *c, const struct thing *t, const json_t *body,
                    json_t **out, struct errmsg *em)
{
    struct path p;
    enum err e;

    path_start(&p, t->prefix);
    path_segment(&p, t->name);
    path_fixed(&p, t->suffix);
    path_fixed(&p, t->query);
    if (t->is_slow)
        e = api_call_slow(c, t->method, path_text(&p), body, out, em);
    else
        e = api_call(c, t->method, path_text(&p), body, out, em);
    path_clear(&p);
    return e;
}
