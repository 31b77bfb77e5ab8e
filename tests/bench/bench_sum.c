/* Hash one file on one thread, by read(2), as `b3sum --num-threads 1
 * --no-mmap FILE` does; to be timed from outside against it.
 *
 *     bench_sum FILE */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "crypto/hasher.h"

static uint8_t piece[1 << 20];

static int sum(int fd, struct hash *out)
{
    struct hasher h;
    ssize_t n;

    hasher_init(&h, NULL, NULL);
    while ((n = read(fd, piece, sizeof piece)) > 0)
        if (hasher_feed(&h, piece, (size_t)n) != ERR_OK)
            return -1;
    if (n < 0 || hasher_finish(&h, out) != ERR_OK)
        return -1;
    return 0;
}

int main(int argc, char **argv)
{
    char text[HASH_TEXT_SIZE];
    struct hash root;
    int fd;

    if (argc != 2) {
        fprintf(stderr, "usage: bench_sum FILE\n");
        return 2;
    }
    fd = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (fd < 0 || sum(fd, &root) != 0) {
        perror(argv[1]);
        return 1;
    }
    hash_format(&root, text);
    printf("%s  %s\n", text, argv[1]);
    return 0;
}
