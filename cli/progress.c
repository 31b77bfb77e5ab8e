#include <stdio.h>
#include <string.h>

#include "cli/human.h"
#include "cli/progress.h"
#include "cli/term.h"

enum {
    DRAW_EVERY_MS = 100,
    SAMPLE_EVERY_MS = 250,
    SMOOTH_MS = 3000, /* a change of speed shows to two thirds after this */
    BAR_MIN = 8,
    BAR_MAX = 40,
    LABEL_MIN = 8,
};

void progress_start(struct progress *p, bool enabled, const char *label,
                    uint64_t done, uint64_t total, uint64_t now_ms)
{
    const char *slash = strrchr(label, '/');

    memset(p, 0, sizeof *p);
    p->enabled = enabled;
    term_clean(slash != NULL ? slash + 1 : label, p->label, sizeof p->label);
    p->done = done;
    p->total = total;
    p->sample_ms = now_ms;
    p->sample_done = done;
    p->rate = -1;
}

static void sample(struct progress *p, uint64_t now_ms)
{
    uint64_t dt = now_ms - p->sample_ms;
    uint64_t moved = p->done - p->sample_done;
    double now_rate, weight;

    if (dt < SAMPLE_EVERY_MS || p->done < p->sample_done)
        return;
    now_rate = (double)moved * 1000 / (double)dt;
    weight = dt >= SMOOTH_MS ? 1 : (double)dt / SMOOTH_MS;
    p->rate = p->rate < 0 ? now_rate : p->rate + (now_rate - p->rate) * weight;
    p->sample_ms = now_ms;
    p->sample_done = p->done;
}

/* "1.20 GiB of 2.80 GiB  310 MiB/s  0:05", parts left out while unknown. */
static void render_numbers(const struct progress *p, char *out, size_t cap)
{
    char done[HUMAN_SIZE], total[HUMAN_SIZE] = "", rate[HUMAN_SIZE] = "";
    char eta[HUMAN_SIZE] = "";
    bool sized = p->total != PROGRESS_UNKNOWN;

    human_size(p->done, done);
    if (sized)
        human_size(p->total, total);
    if (p->rate >= 0)
        human_rate((uint64_t)p->rate, rate);
    if (sized && p->rate >= 1 && p->done < p->total)
        human_duration((uint64_t)((double)(p->total - p->done) / p->rate), eta);
    snprintf(out, cap, "%s%s%s%s%s%s%s", done, sized ? " of " : "", total,
             *rate ? "  " : "", rate, *eta ? "  " : "", eta);
}

static void render_bar(char *out, unsigned width, unsigned percent)
{
    unsigned inner = width - 2, full = inner * percent / 100;

    *out++ = '[';
    for (unsigned i = 0; i < inner; i++)
        *out++ = i < full ? '=' : i == full && percent < 100 ? '>' : ' ';
    *out++ = ']';
    *out = '\0';
}

/* Columns for the bar: what label and numbers leave, within bounds; 0: none */
static unsigned bar_width(unsigned width, size_t label, size_t numbers)
{
    size_t used = label + strlen("  100%   ") + numbers;

    if (used + BAR_MIN > width)
        return 0;
    return width - used > BAR_MAX ? BAR_MAX : (unsigned)(width - used);
}

void progress_render(const struct progress *p, unsigned width,
                     char out[static PROGRESS_LINE])
{
    char numbers[128], bar[BAR_MAX + 1] = "", percent[16] = "";
    size_t label = strlen(p->label), room;
    unsigned bar_len;

    if (width > PROGRESS_LINE / 4)
        width = PROGRESS_LINE / 4; /* a character may be four bytes */
    render_numbers(p, numbers, sizeof numbers);
    if (p->total != PROGRESS_UNKNOWN) {
        unsigned pc = human_percent(p->done, p->total);

        snprintf(percent, sizeof percent, "  %3u%%", pc);
        bar_len = bar_width(width, label < 24 ? label : 24, strlen(numbers));
        if (bar_len > 0)
            render_bar(bar, bar_len, pc);
    }
    room = strlen(percent) + strlen(bar) + strlen(numbers) + 3;
    room = width > room + LABEL_MIN ? width - room : LABEL_MIN;
    label = term_fit(p->label, room);
    snprintf(out, PROGRESS_LINE, "%.*s%s%s%s  %s", (int)label, p->label,
             percent, *bar ? " " : "", bar, numbers);
    out[term_fit(out, width)] = '\0';
}

static void draw(struct progress *p, uint64_t now_ms)
{
    char line[PROGRESS_LINE];
    unsigned width = term_width();

    /* The last column stays free: writing there wraps on some terminals. */
    progress_render(p, width > 1 ? width - 1 : 1, line);
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
    p->drawn = true;
    p->drawn_ms = now_ms;
}

void progress_update(struct progress *p, uint64_t done, uint64_t total,
                     uint64_t now_ms)
{
    p->done = done;
    p->total = total;
    if (!p->enabled)
        return;
    sample(p, now_ms);
    if (!p->drawn || now_ms - p->drawn_ms >= DRAW_EVERY_MS)
        draw(p, now_ms);
}

void progress_end(struct progress *p)
{
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = false;
}
