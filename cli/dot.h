/* The graph of all nodes in Graphviz' language.
 *
 * Thread: none of its own. */
#pragma once

#include <jansson.h>
#include <stdio.h>

#include "base/err.h"

/* The answer of GET /topology as `graph firn {...}`: a vertex for each node,
 * labelled with its name and state, an edge for each link, labelled with its
 * round trip time. Names cannot break out of their quotes. ERR_IO */
ERR_RESULT enum err dot_print(FILE *f, const json_t *topology);
