#include <stdio.h>
#include <string.h>

#include "api/handlers.h"
#include "api/json_out.h"
#include "api/limits.h"
#include "api/reply.h"

static const char *const day_names[] = {"mon", "tue", "wed", "thu",
                                        "fri", "sat", "sun"};

enum { DAYS = sizeof day_names / sizeof *day_names };

/* ---- out ----------------------------------------------------------------*/

static json_t *json_days(unsigned days)
{
    json_t *list = json_array();

    for (unsigned i = 0; i < DAYS && list != NULL; i++) {
        if ((days >> i & 1) != 0 &&
            !json_push(list, json_string(day_names[i]))) {
            json_decref(list);
            list = NULL;
        }
    }
    return list;
}

static json_t *json_entry(const struct schedule_entry *e)
{
    char from[16], to[16];

    snprintf(from, sizeof from, "%02u:%02u", e->from_min / 60u,
             e->from_min % 60u);
    snprintf(to, sizeof to, "%02u:%02u", e->to_min / 60u, e->to_min % 60u);
    return json_pack("{s:o, s:s, s:s, s:I, s:I}", "days", json_days(e->days),
                     "from", from, "to", to, "upload_bytes_per_s",
                     (json_int_t)e->total[LIMIT_UP], "download_bytes_per_s",
                     (json_int_t)e->total[LIMIT_DOWN]);
}

static json_t *json_schedule(const struct ask_limits *al)
{
    const struct schedule *s = &al->state.schedule;
    json_t *items = json_array();

    for (size_t i = 0; i < s->len && items != NULL; i++) {
        if (!json_push(items, json_entry(&s->at[i]))) {
            json_decref(items);
            items = NULL;
        }
    }
    return json_pack("{s:o}", "items", items);
}

static void answered(struct call *c)
{
    limits_answer(c, json_schedule);
}

void handle_schedules_get(struct call *c)
{
    call_ask_timed(c, (struct ask *)limits_ask(c, LIMITS_GET), answered);
}

/* ---- in -----------------------------------------------------------------*/

static unsigned day_bit(const json_t *v)
{
    const char *name = json_string_value(v);

    for (unsigned i = 0; i < DAYS; i++) {
        if (name != NULL && strcmp(name, day_names[i]) == 0)
            return 1u << i;
    }
    return 0;
}

/* Absent: every day. 0: wrong. */
static unsigned read_days(const json_t *v)
{
    unsigned days = 0;

    if (v == NULL)
        return SCHEDULE_ALL_DAYS;
    for (size_t i = 0; i < json_array_size(v); i++) {
        unsigned bit = day_bit(json_array_get(v, i));

        if (bit == 0)
            return 0;
        days |= bit;
    }
    return days;
}

/* "HH:MM" */
static bool read_time(const json_t *v, unsigned min, unsigned max,
                      uint16_t *out)
{
    const char *t = json_string_value(v);
    unsigned minutes;

    if (t == NULL || strlen(t) != 5 || t[2] != ':' ||
        strspn(t, "0123456789") != 2 || strspn(t + 3, "0123456789") != 2)
        return false;
    minutes = (unsigned)((t[0] - '0') * 10 + (t[1] - '0')) * 60;
    minutes += (unsigned)((t[3] - '0') * 10 + (t[4] - '0'));
    *out = (uint16_t)minutes;
    return t[3] < '6' && minutes >= min && minutes <= max;
}

static void read_rate(struct json_in *in, size_t i, const char *name,
                      const json_t *v, uint64_t *out)
{
    char pointer[64];

    snprintf(pointer, sizeof pointer, "/items/%zu/%s", i, name);
    if (v != NULL)
        (void)limits_read_rate(in, pointer, v, out);
}

static const char *read_entry(struct json_in *in, size_t i, const json_t *v,
                              struct schedule_entry *e)
{
    const json_t *up = json_object_get(v, "upload_bytes_per_s");
    const json_t *down = json_object_get(v, "download_bytes_per_s");
    const json_t *days = json_object_get(v, "days");
    const size_t known =
        2 + (size_t)(up != NULL) + (size_t)(down != NULL) + (days != NULL);

    if (!json_is_object(v))
        return "an object is expected";
    e->days = (uint8_t)read_days(days);
    if (e->days == 0)
        return "`days` is a list of mon, tue, wed, thu, fri, sat, sun";
    if (!read_time(json_object_get(v, "from"), 0, SCHEDULE_DAY_MIN - 1,
                   &e->from_min))
        return "`from` is a time from 00:00 to 23:59";
    if (!read_time(json_object_get(v, "to"), 0, SCHEDULE_DAY_MIN, &e->to_min))
        return "`to` is a time from 00:00 to 24:00";
    /* Until midnight, that is: of this day. */
    if (e->to_min == 0)
        e->to_min = SCHEDULE_DAY_MIN;
    if (json_object_size(v) != known)
        return "it has a field that is not known";
    read_rate(in, i, "upload_bytes_per_s", up, &e->total[LIMIT_UP]);
    read_rate(in, i, "download_bytes_per_s", down, &e->total[LIMIT_DOWN]);
    return NULL;
}

static void read_items(struct json_in *in, json_t *items, struct schedule *out)
{
    if (items == NULL) {
        json_in_refuse(in, "items", "a list is expected");
        return;
    }
    if (json_array_size(items) > SCHEDULE_MAX) {
        json_in_refuse(in, "items", "at most %d entries are taken",
                       SCHEDULE_MAX);
        return;
    }
    for (size_t i = 0; i < json_array_size(items) && !in->failed; i++) {
        const char *wrong =
            read_entry(in, i, json_array_get(items, i), &out->at[i]);
        char pointer[64];

        snprintf(pointer, sizeof pointer, "/items/%zu", i);
        if (wrong != NULL)
            json_in_refuse_at(in, pointer, wrong);
    }
    out->len = json_array_size(items);
}

void handle_schedules_put(struct call *c)
{
    struct schedule s = {0};
    struct ask_limits *al;
    struct json_in in;
    bool is_good;

    if (!json_in_open(&in, c))
        return;
    read_items(&in, json_in_array(&in, "items"), &s);
    is_good = json_in_end(&in);
    json_in_close(&in);
    if (!is_good)
        return;
    al = limits_ask(c, LIMITS_SCHEDULE);
    if (al != NULL)
        al->schedule = s;
    call_ask_timed(c, (struct ask *)al, answered);
}
