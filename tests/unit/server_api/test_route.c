#include "api/route.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "api/embedded.h"
#include "api/http_stats.h"
#include "test.h"

static struct errmsg em;

static const char *found(const char *method, const char *target)
{
    const char *args[CALL_MAX_PATH_ARGS] = {0};
    const struct route *r = NULL;
    struct uri u;
    enum route_match m;

    CHECK_OK(uri_parse(target, &u, &em));
    m = route_find(&u, method, &r, args);
    uri_clear(&u);
    return m == ROUTE_FOUND     ? r->id
           : m == ROUTE_NO_PATH ? "no path"
                                : "no method";
}

static const char *allowed(const char *target)
{
    static char text[ROUTE_ALLOW_SIZE];
    struct uri u;

    CHECK_OK(uri_parse(target, &u, &em));
    route_allow(&u, text);
    uri_clear(&u);
    return text;
}

TEST(route, paths_and_methods)
{
    CHECK_STR(found("GET", "/"), "getDashboard");
    CHECK_STR(found("GET", "/api/v1/blobs"), "listBlobs");
    CHECK_STR(found("HEAD", "/api/v1/blobs/abc"), "getBlob");
    CHECK_STR(found("PUT", "/api/v1/blobs/abc"), "putBlobVerified");
    CHECK_STR(found("GET", "/api/v1/blobs/abc/status"), "getBlobStatus");
    CHECK_STR(found("GET", "/api/v1/tags/a%2Fb"), "getTag");
    CHECK_STR(found("GET", "/api/v1/transfers/stats"), "getTransferStats");
    CHECK_STR(found("GET", "/api/v1/transfers/abc"), "getTransfer");
    CHECK_STR(found("PATCH", "/api/v1/blobs"), "no method");
    CHECK_STR(found("get", "/api/v1/blobs"), "no method");
    CHECK_STR(found("GET", "/api/v1/blobs/"), "no path");
    CHECK_STR(found("GET", "/api/v1/blobs/a/b"), "no path");
    CHECK_STR(found("GET", "/api/v1"), "no path");
    CHECK_STR(found("GET", "//api/v1/blobs"), "no path");
    CHECK_STR(found("GET", "/API/v1/blobs"), "no path");
    CHECK_STR(found("GET", "/assets/../x"), "no path");
    CHECK_STR(found("GET", "/a/b/c/d/e/f/g/h/i/j/k"), "no path");
}

TEST(route, allow_lists_what_a_path_takes)
{
    CHECK_STR(allowed("/api/v1/blobs"), "GET, HEAD, POST, PUT, OPTIONS");
    CHECK_STR(allowed("/api/v1/blobs/x"), "GET, HEAD, PUT, DELETE, OPTIONS");
    CHECK_STR(allowed("/nix"), "");
    CHECK_STR(allowed("*"), "OPTIONS");
}

TEST(route, parameters_are_listed)
{
    const char *args[CALL_MAX_PATH_ARGS];
    const struct route *r;
    struct uri u;

    CHECK_OK(uri_parse("/api/v1/blobs", &u, &em));
    CHECK_EQ_U64(route_find(&u, "GET", &r, args), ROUTE_FOUND);
    CHECK(route_takes(r, "cursor"));
    CHECK(route_takes(r, "tag"));
    CHECK(!route_takes(r, "ta"));
    CHECK(!route_takes(r, "tags"));
    CHECK(!route_takes(r, ""));
    CHECK(!route_takes(r, "cursor limit"));
    uri_clear(&u);
}

TEST(route, the_counters_have_room_for_all)
{
    CHECK(routes_len < HTTP_STATS_ROUTES);
}

/* ---- the table against openapi.yaml -------------------------------------*/

static json_t *document(void)
{
    const struct embedded *f = embedded_find("/openapi.json");
    json_t *doc;

    CHECK(f != NULL);
    doc = json_loadb((const char *)f->begin, (size_t)(f->end - f->begin), 0,
                     NULL);
    CHECK(doc != NULL);
    return doc;
}

static const struct route *route_of(const char *path, const char *method)
{
    for (size_t i = 0; i < routes_len; i++) {
        if (strcmp(routes[i].path, path) == 0 &&
            strcasecmp(routes[i].method, method) == 0)
            return &routes[i];
    }
    return NULL;
}

static json_t *resolve(json_t *doc, json_t *param)
{
    const char *ref = json_string_value(json_object_get(param, "$ref"));
    json_t *params =
        json_object_get(json_object_get(doc, "components"), "parameters");

    return ref == NULL ? param : json_object_get(params, strrchr(ref, '/') + 1);
}

/* The names of the query parameters that an operation describes. */
static void check_query(json_t *doc, json_t *operation, const struct route *r)
{
    size_t described = 0, taken = r->query[0] != '\0';
    json_t *param;
    size_t i;

    json_array_foreach(json_object_get(operation, "parameters"), i, param)
    {
        json_t *p = resolve(doc, param);

        if (strcmp(json_string_value(json_object_get(p, "in")), "query") != 0)
            continue;
        described++;
        CHECK(route_takes(r, json_string_value(json_object_get(p, "name"))));
    }
    for (const char *c = r->query; *c != '\0'; c++)
        taken += *c == ' ';
    CHECK_EQ_U64(described, taken);
}

TEST(route, every_described_operation_exists_and_every_route_is_described)
{
    json_t *doc = document();
    const char *path, *method;
    json_t *item, *operation;
    size_t operations = 0;

    json_object_foreach(json_object_get(doc, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            const struct route *r = route_of(path, method);

            if (strcmp(method, "parameters") == 0)
                continue;
            operations++;
            if (r == NULL)
                test_fail(__FILE__, __LINE__, "no route for %s %s", method,
                          path);
            CHECK_STR(
                json_string_value(json_object_get(operation, "operationId")),
                r->id);
            check_query(doc, operation, r);
        }
    }
    CHECK_EQ_U64(operations, routes_len);
    json_decref(doc);
}

TEST(route, every_problem_code_is_described)
{
    json_t *doc = document();
    json_t *codes = json_object_get(
        json_object_get(
            json_object_get(json_object_get(doc, "components"), "schemas"),
            "ProblemCode"),
        "enum");

    CHECK_EQ_U64(json_array_size(codes), PROBLEM_COUNT);
    for (int p = 0; p < PROBLEM_COUNT; p++) {
        bool is_there = false;
        json_t *code;
        size_t i;

        json_array_foreach(codes, i, code) is_there |=
            strcmp(json_string_value(code), problem_code((enum problem)p)) == 0;
        if (!is_there)
            test_fail(__FILE__, __LINE__, "openapi.yaml lacks %s",
                      problem_code((enum problem)p));
    }
    json_decref(doc);
}
