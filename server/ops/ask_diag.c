#include "ops/ask_diag.h"

#include "ops/ops.h"

static void tasks_run(struct ask *ask)
{
    struct ask_tasks *tasks = (struct ask_tasks *)ask;

    tasks->len = diag_tasks(ops_diag(ask->ops), tasks->items);
    ask_finish(ask, ERR_OK);
}

struct ask_tasks *ask_tasks_new(void)
{
    return ask_new(sizeof(struct ask_tasks), tasks_run, NULL);
}

static void errors_run(struct ask *ask)
{
    struct ask_errors *errors = (struct ask_errors *)ask;

    errors->len = diag_errors(ops_diag(ask->ops), errors->items);
    errors->total = diag_total(ops_diag(ask->ops));
    ask_finish(ask, ERR_OK);
}

struct ask_errors *ask_errors_new(void)
{
    return ask_new(sizeof(struct ask_errors), errors_run, NULL);
}
