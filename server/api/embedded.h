/* Files that are part of the program: the page for browsers and the
 * description of the interface. Made by cmake/embed.cmake.
 *
 * Thread: any; constant. */
#pragma once

#include <stddef.h>

struct embedded {
    const char *path; /* "/index.html", "/assets/app.js", "/openapi.json" */
    const unsigned char *begin;
    const unsigned char *end;
};

extern const struct embedded embedded_files[];
extern const size_t embedded_files_len;

/* NULL when there is none. */
const struct embedded *embedded_find(const char *path);
