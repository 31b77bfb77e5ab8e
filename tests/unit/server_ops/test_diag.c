/* Errors of background work on a real node without peers. */
#include "ops/diag.h"

#include <string.h>

#include "ops_fixture.h"

static struct ops_fixture f;

static const struct diag_task *task(const char *name)
{
    static struct diag_task tasks[DIAG_MAX_TASKS];
    size_t len = diag_tasks(ops_diag(f.ops), tasks);

    for (size_t i = 0; i < len; i++)
        if (strcmp(tasks[i].name, name) == 0)
            return &tasks[i];
    test_fail(__FILE__, __LINE__, "no task %s", name);
}

TEST(diag, the_last_errors_are_kept_and_all_are_counted)
{
    static struct diag_error errors[DIAG_MAX_ERRORS];
    struct diag *d;
    char text[32];

    fixture_open(&f, NULL);
    d = ops_diag(f.ops);
    CHECK_EQ_U64(diag_errors(d, errors), 0);
    for (int i = 0; i < DIAG_MAX_ERRORS + 5; i++) {
        snprintf(text, sizeof text, "number %d", i);
        diag_note(d, "some.task", text);
    }
    CHECK_EQ_U64(diag_total(d), DIAG_MAX_ERRORS + 5);
    CHECK_EQ_U64(diag_errors(d, errors), DIAG_MAX_ERRORS);
    snprintf(text, sizeof text, "number %d", DIAG_MAX_ERRORS + 4);
    CHECK_STR(errors[0].text, text);
    CHECK_STR(errors[0].task, "some.task");
    CHECK_STR(errors[DIAG_MAX_ERRORS - 1].text, "number 5");
    CHECK_EQ_U64(events_number(ops_events(f.ops)), DIAG_MAX_ERRORS + 5);
    fixture_close(&f);
}

TEST(diag, a_start_that_fails_is_noted_once_for_each_look)
{
    static struct diag_error errors[DIAG_MAX_ERRORS];
    struct ops_fixture *o = &f;

    /* 192.0.2.0/24 is nobody's. */
    fixture_open(o, "--p2p.listen=192.0.2.1:1");
    CHECK_EQ_U64(node_p2p_state(o->node), P2P_FAILED);
    CHECK(strstr(node_p2p_error(o->node), "192.0.2.1:1") != NULL);
    CHECK_EQ_U64(task("p2p.start")->state.runs, 1);
    CHECK_EQ_U64(task("p2p.start")->state.errors, 1);
    diag_look(ops_diag(o->ops));
    diag_look(ops_diag(o->ops));
    CHECK_EQ_U64(diag_errors(ops_diag(o->ops), errors), 1);
    CHECK_STR(errors[0].task, "p2p.start");
    CHECK(strstr(errors[0].text, "192.0.2.1:1") != NULL);
    fixture_close(o);
}

TEST(diag, every_task_has_a_name_of_its_own)
{
    struct diag_task tasks[DIAG_MAX_TASKS];
    size_t len;

    fixture_open(&f, NULL);
    len = diag_tasks(ops_diag(f.ops), tasks);
    CHECK(len > 8);
    for (size_t i = 0; i < len; i++)
        for (size_t j = 0; j < i; j++)
            CHECK(strcmp(tasks[i].name, tasks[j].name) != 0);
    fixture_close(&f);
}

TEST(diag, without_p2p_there_is_no_work_of_it)
{
    struct ops_fixture *o = &f;
    struct diag_task tasks[DIAG_MAX_TASKS];

    fixture_open(o, "--p2p.enabled=false");
    CHECK_EQ_U64(node_p2p_state(o->node), P2P_DISABLED);
    CHECK(o->node->peers == NULL && o->node->discovery == NULL &&
          o->node->quic == NULL);
    CHECK_EQ_U64(diag_tasks(ops_diag(o->ops), tasks), 1);
    CHECK_STR(tasks[0].name, "transfers");
    fixture_close(o);
}
