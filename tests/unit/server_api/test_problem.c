#include "api/problem.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "api/status.h"
#include "test.h"

TEST(problem, a_document_has_all_members)
{
    char *text = problem_document(PROBLEM_BLOB_NOT_FOUND, "no \"such\" blob",
                                  "/hash", "abc-1");
    json_t *doc = json_loads(text, 0, NULL);

    CHECK(doc != NULL);
    CHECK_STR(json_string_value(json_object_get(doc, "type")),
              "urn:firn:problem:blob_not_found");
    CHECK_EQ_U64((unsigned)json_integer_value(json_object_get(doc, "status")),
                 404);
    CHECK_STR(json_string_value(json_object_get(doc, "detail")),
              "no \"such\" blob");
    CHECK_STR(json_string_value(json_object_get(doc, "instance")),
              "urn:firn:request:abc-1");
    CHECK_STR(json_string_value(json_object_get(doc, "pointer")), "/hash");
    CHECK(json_is_false(json_object_get(doc, "retryable")));
    CHECK(json_is_string(json_object_get(doc, "hint")));
    json_decref(doc);
    free(text);
}

TEST(problem, detail_that_is_no_utf8_still_gives_an_answer)
{
    char *text = problem_document(PROBLEM_BAD_REQUEST, "a\xff", NULL, "x-1");

    CHECK(text != NULL);
    CHECK(strstr(text, "\"detail\":\"a?\"") != NULL);
    free(text);
}

TEST(problem, every_problem_says_what_to_do)
{
    for (int p = 0; p < PROBLEM_COUNT; p++) {
        char *text = problem_document((enum problem)p, "d", NULL, "x-1");
        json_t *doc = json_loads(text, 0, NULL);
        const char *hint = json_string_value(json_object_get(doc, "hint"));
        const char *title = json_string_value(json_object_get(doc, "title"));

        CHECK(strlen(hint) > 5 && hint[strlen(hint) - 1] == '.');
        CHECK(strlen(title) > 5 && isupper((unsigned char)title[0]));
        CHECK(problem_status((enum problem)p) >= 400);
        json_decref(doc);
        free(text);
    }
}

TEST(problem, every_error_has_one)
{
    for (int e = ERR_OK + 1; e < ERR_COUNT; e++) {
        for (int s = SUBJECT_NODE; s <= SUBJECT_PEER; s++) {
            enum problem p = problem_from_err((enum err)e, (enum subject)s);

            CHECK(p < PROBLEM_COUNT);
        }
    }
    CHECK_EQ_U64(problem_from_err(ERR_NOT_FOUND, SUBJECT_TAG),
                 PROBLEM_TAG_NOT_FOUND);
    CHECK_EQ_U64(problem_from_err(ERR_CONFLICT, SUBJECT_TRANSFER),
                 PROBLEM_TRANSFER_ENDED);
    CHECK_EQ_U64(problem_from_err(ERR_AUTH, SUBJECT_PEER),
                 PROBLEM_PEER_WRONG_IDENTITY);
    CHECK_EQ_U64(problem_from_err(ERR_TIMEOUT, SUBJECT_PEER),
                 PROBLEM_PEER_TIMEOUT);
    CHECK_EQ_U64(problem_from_err(ERR_UNREACHABLE, SUBJECT_TRANSFER),
                 PROBLEM_P2P_STOPPED);
    CHECK_EQ_U64(problem_from_err(ERR_BUSY, SUBJECT_P2P),
                 PROBLEM_P2P_CANNOT_START);
    CHECK_EQ_U64(problem_from_err(ERR_CLOSED, SUBJECT_P2P),
                 PROBLEM_SHUTTING_DOWN);
}
