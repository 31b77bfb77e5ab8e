#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/outfile.h"
#include "test.h"

static const char *in_dir(const char *name)
{
    static char path[2][4096];
    static int turn;

    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", test_dir(), name);
    return path[turn];
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    CHECK(f != NULL);
    fputs(text, f);
    fclose(f);
}

static void check_content(const char *path, const char *want)
{
    size_t len;
    uint8_t *bytes = test_read_file(path, &len);

    CHECK_MEM(bytes, len, want, strlen(want));
    free(bytes);
}

static unsigned files_in_dir(void)
{
    DIR *d = opendir(test_dir());
    unsigned n = 0;
    struct dirent *de;

    while ((de = readdir(d)) != NULL)
        n += strcmp(de->d_name, ".") != 0 && strcmp(de->d_name, "..") != 0;
    closedir(d);
    return n;
}

TEST(outfile, name_appears_with_the_whole_content_only)
{
    const char *path = in_dir("new");
    unsigned before = files_in_dir();
    struct outfile f;

    CHECK_OK(outfile_open(&f, path, NULL));
    CHECK_OK(outfile_write(&f, "hello ", 6, NULL));
    CHECK(access(path, F_OK) != 0);
    CHECK_OK(outfile_write(&f, "world", 5, NULL));
    CHECK_OK(outfile_commit(&f, NULL));
    check_content(path, "hello world");
    CHECK_EQ_U64(files_in_dir(), before + 1);
    unlink(path);
}

TEST(outfile, giving_up_leaves_the_old_file_and_nothing_else)
{
    const char *path = in_dir("old");
    unsigned before;
    struct outfile f;

    put(path, "old");
    before = files_in_dir();
    CHECK_OK(outfile_open(&f, path, NULL));
    CHECK_OK(outfile_write(&f, "new", 3, NULL));
    outfile_abort(&f);
    check_content(path, "old");
    CHECK_EQ_U64(files_in_dir(), before);
    unlink(path);
}

TEST(outfile, mode_is_what_the_umask_gives)
{
    const char *path = in_dir("mode");
    mode_t old = umask(027);
    struct outfile f;
    struct stat st;

    CHECK_OK(outfile_open(&f, path, NULL));
    CHECK_OK(outfile_commit(&f, NULL));
    umask(old);
    CHECK(stat(path, &st) == 0);
    CHECK_EQ_U64(st.st_mode & 0777, 0640);
    unlink(path);
}

TEST(outfile, symbolic_link_is_followed)
{
    const char *target = in_dir("target"), *link = in_dir("link");
    struct outfile f;
    struct stat st;

    put(target, "x");
    CHECK(symlink("target", link) == 0);
    CHECK_OK(outfile_open(&f, link, NULL));
    CHECK_OK(outfile_write(&f, "y", 1, NULL));
    CHECK_OK(outfile_commit(&f, NULL));
    check_content(target, "y");
    CHECK(lstat(link, &st) == 0 && S_ISLNK(st.st_mode));
    unlink(link);
    unlink(target);
}

TEST(outfile, device_is_written_directly)
{
    struct outfile f;
    struct stat st;

    CHECK_OK(outfile_open(&f, "/dev/null", NULL));
    CHECK_OK(outfile_write(&f, "y", 1, NULL));
    CHECK_OK(outfile_commit(&f, NULL));
    CHECK(stat("/dev/null", &st) == 0 && S_ISCHR(st.st_mode));
}

TEST(outfile, directory_and_missing_directory_are_refused)
{
    struct errmsg em = {0};
    struct outfile f;

    CHECK_ERR(outfile_open(&f, test_dir(), &em), ERR_IO);
    CHECK(strstr(em.text, "is a directory") != NULL);
    CHECK_ERR(outfile_open(&f, in_dir("none/x"), &em), ERR_NOT_FOUND);
}
