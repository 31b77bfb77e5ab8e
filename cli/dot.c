/* Every word is quoted. Inside quotes Graphviz reads \" as a quote, \ and a
 * letter in a label as a command, and &name; as a character, so a text that
 * someone else chose has all three neutralised, after control characters
 * (term.h). */
#include <string.h>

#include "cli/api.h"
#include "cli/dot.h"
#include "cli/peer.h"
#include "cli/term.h"

enum { WORD_MAX = 512 };

static void put_escaped(FILE *f, const char *text)
{
    char clean[WORD_MAX];

    term_clean(text, clean, sizeof clean);
    for (const char *p = clean; *p != '\0'; p++) {
        if (*p == '"')
            fputs("\\\"", f);
        else if (*p == '\\')
            fputs("\\\\", f);
        else if (*p == '&')
            fputs("&amp;", f);
        else
            fputc(*p, f);
    }
}

static void put_quoted(FILE *f, const char *text)
{
    fputc('"', f);
    put_escaped(f, text);
    fputc('"', f);
}

/* How a node's state is drawn. */
static const char *style_of(const char *state)
{
    if (strcmp(state, "self") == 0)
        return "bold";
    return strcmp(state, "lost") == 0 ? "dashed" : "solid";
}

static void put_node(FILE *f, const json_t *v)
{
    const char *name = api_str(v, "name"), *state = api_str(v, "state");
    char id[PEER_SHORT_SIZE];

    peer_short_id(api_str(v, "id"), id);
    fputs("  ", f);
    put_quoted(f, api_str(v, "id"));
    fputs(" [label=\"", f);
    if (*name != '\0') {
        put_escaped(f, name);
        fputs("\\n", f);
    }
    put_escaped(f, id);
    fputs("\\n", f);
    put_escaped(f, state);
    fprintf(f, "\" style=%s];\n", style_of(state));
}

static void put_link(FILE *f, const json_t *v)
{
    const json_t *rtt = json_object_get(v, "rtt_ms");
    char text[32];

    fputs("  ", f);
    put_quoted(f, api_str(v, "from"));
    fputs(" -- ", f);
    put_quoted(f, api_str(v, "to"));
    if (json_is_number(rtt)) {
        peer_rtt_text(json_number_value(rtt), text, sizeof text);
        fprintf(f, " [label=\"%s\"]", text);
    }
    fputs(";\n", f);
}

enum err dot_print(FILE *f, const json_t *topology)
{
    const json_t *v;
    size_t i;

    fputs("graph firn {\n  node [shape=box];\n", f);
    json_array_foreach(json_object_get(topology, "nodes"), i, v)
    {
        put_node(f, v);
    }
    json_array_foreach(json_object_get(topology, "links"), i, v)
    {
        put_link(f, v);
    }
    fputs("}\n", f);
    return ferror(f) ? ERR_IO : ERR_OK;
}
