#include "config.h"

#include <string.h>

#include "test.h"

static struct errmsg em;

static enum err read_text(struct config *c, const char *yaml)
{
    em.text[0] = '\0';
    CHECK_OK(config_init(c));
    return config_read_yaml(c, "f.yaml", yaml, strlen(yaml), &em);
}

static void check_refused(const char *yaml, const char *want)
{
    struct config c;

    CHECK(read_text(&c, yaml) != ERR_OK);
    CHECK_STR(em.text, want);
    config_clear(&c);
}

TEST(config_yaml, nested_and_dotted_names_and_lists)
{
    struct config c;

    CHECK_OK(read_text(&c, "# a comment\n"
                           "data_dir: /srv/firn\n"
                           "http:\n"
                           "  listen: [127.0.0.1:1, '[::1]:2']\n"
                           "  allowed_hosts:\n"
                           "    - a.example\n"
                           "    - b.example\n"
                           "p2p.listen: 0.0.0.0:9\n"
                           "log: {level: debug}\n"));
    CHECK_STR(c.data_dir, "/srv/firn");
    CHECK_EQ_U64(c.http_listen.len, 2);
    CHECK_EQ_U64(addr_port(&c.http_listen.at[1]), 2);
    CHECK_EQ_U64(c.http_allowed_hosts.len, 2);
    CHECK_STR(c.http_allowed_hosts.at[1], "b.example");
    CHECK_EQ_U64(addr_port(&c.p2p_listen.at[0]), 9);
    CHECK_EQ_U64(c.log_level, 0);
    config_clear(&c);
}

TEST(config_yaml, an_empty_file_sets_nothing)
{
    struct config c;

    CHECK_OK(read_text(&c, ""));
    config_clear(&c);
    CHECK_OK(read_text(&c, "# nothing\n---\n"));
    config_clear(&c);
}

TEST(config_yaml, complaints_have_file_and_line)
{
    check_refused("http:\n  threads: 2\n  lisen: x\n",
                  "f.yaml:3: unknown setting 'http.lisen'; did you mean "
                  "'http.listen'?");
    check_refused("\nlog.format: xml\n",
                  "f.yaml:2: log.format: 'xml' is not allowed; it takes text "
                  "or json");
    check_refused("log.level: info\nlog: {level: warn}\n",
                  "f.yaml:2: log.level is set twice");
    check_refused("- a\n", "f.yaml:1: settings are written as 'name: value'");
    check_refused("just text\n",
                  "f.yaml:1: settings are written as 'name: value'");
    check_refused("a: &x 1\nb: *x\n",
                  "f.yaml:1: unknown setting 'a'; firnd --help-settings lists "
                  "them");
    check_refused("log.level: *x\n",
                  "f.yaml:1: aliases are not taken; write the value out");
    check_refused("http: {listen: [[a]]}\n",
                  "f.yaml:1: a list takes plain values only");
    check_refused("---\n{}\n---\n{}\n",
                  "f.yaml:3: a second document; one is taken");
}

TEST(config_yaml, what_is_no_yaml_is_refused_with_its_line)
{
    struct config c;

    CHECK_ERR(read_text(&c, "log.level: info\n\t- x: [\n"), ERR_PARSE);
    CHECK(strncmp(em.text, "f.yaml:2: not YAML: ", 20) == 0);
    config_clear(&c);
}

TEST(config_yaml, a_missing_file_is_named)
{
    struct config c;

    CHECK_OK(config_init(&c));
    CHECK_ERR(config_read_file(&c, "/nowhere/firn.yaml", &em), ERR_NOT_FOUND);
    CHECK_STR(em.text, "settings file /nowhere/firn.yaml: not found");
    config_clear(&c);
}
