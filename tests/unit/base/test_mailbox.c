#include "base/mailbox.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/list.h"
#include "base/loop.h"
#include "test.h"

struct letter {
    struct mail mail;
    size_t from;
    size_t number;
};

static struct letter *to_letter(struct mail *m)
{
    return LIST_ENTRY(m, struct letter, mail);
}

#define SENDERS 4
#define LETTERS 5000

struct sender {
    pthread_t thread;
    size_t index;
    struct mailbox *to;
    struct letter letters[LETTERS];
};

static void *send_all(void *arg)
{
    struct sender *s = arg;

    for (size_t i = 0; i < LETTERS; i++) {
        s->letters[i].from = s->index;
        s->letters[i].number = i;
        mailbox_post(s->to, &s->letters[i].mail);
    }
    return NULL;
}

static struct sender *start_senders(struct mailbox *to)
{
    struct sender *senders = calloc(SENDERS, sizeof *senders);

    for (size_t i = 0; i < SENDERS; i++) {
        senders[i].index = i;
        senders[i].to = to;
        CHECK(pthread_create(&senders[i].thread, NULL, send_all, &senders[i]) ==
              0);
    }
    return senders;
}

static void join_senders(struct sender *senders)
{
    for (size_t i = 0; i < SENDERS; i++)
        pthread_join(senders[i].thread, NULL);
    free(senders);
}

/* How many letters of each sender have come, in order. */
struct inbox {
    size_t next[SENDERS];
    size_t all;
};

static void receive(struct mail *m, void *arg)
{
    struct letter *l = to_letter(m);
    struct inbox *in = arg;

    CHECK_EQ_U64(l->number, in->next[l->from]);
    in->next[l->from]++;
    in->all++;
}

TEST(mailbox, a_loop_gets_every_mail_of_every_thread_in_the_order_posted)
{
    struct sender *senders;
    struct inbox in = {0};
    struct mailbox *mb;
    struct loop *l;

    CHECK_OK(loop_new(&l));
    CHECK_OK(mailbox_new_loop(l, receive, &in, &mb));
    senders = start_senders(mb);
    while (in.all < SENDERS * LETTERS)
        loop_run_once(l, 10000);
    join_senders(senders);
    mailbox_free(mb);
    loop_free(l);
}

TEST(mailbox, a_thread_gets_every_mail_of_every_thread_in_the_order_posted)
{
    struct sender *senders;
    struct inbox in = {0};
    struct mailbox *mb;

    CHECK_OK(mailbox_new_thread(&mb));
    senders = start_senders(mb);
    while (in.all < SENDERS * LETTERS) {
        struct mail *m = mailbox_wait(mb, UINT64_MAX);

        CHECK(m != NULL);
        for (struct mail *next; m != NULL; m = next) {
            next = m->next;
            receive(m, &in);
        }
    }
    join_senders(senders);
    mailbox_free(mb);
}

/* Two threads throw one letter to and fro. */
struct game {
    struct mailbox *there, *back;
    size_t throws;
};

static void *throw_back(void *arg)
{
    struct game *g = arg;
    struct mail *m;

    while ((m = mailbox_wait(g->there, UINT64_MAX)) != NULL) {
        to_letter(m)->number++;
        mailbox_post(g->back, m);
    }
    return NULL;
}

static void throw_again(struct mail *m, void *arg)
{
    struct game *g = arg;

    g->throws++;
    if (g->throws < 1000)
        mailbox_post(g->there, m);
}

TEST(mailbox, a_mail_is_the_receivers_until_it_is_posted_back)
{
    struct letter letter = {.number = 0};
    struct game g = {0};
    struct loop *l;
    pthread_t t;

    CHECK_OK(loop_new(&l));
    CHECK_OK(mailbox_new_thread(&g.there));
    CHECK_OK(mailbox_new_loop(l, throw_again, &g, &g.back));
    CHECK(pthread_create(&t, NULL, throw_back, &g) == 0);
    mailbox_post(g.there, &letter.mail);
    while (g.throws < 1000)
        loop_run_once(l, 10000);
    mailbox_interrupt(g.there);
    pthread_join(t, NULL);
    CHECK_EQ_U64(letter.number, 1000);
    mailbox_free(g.there);
    mailbox_free(g.back);
    loop_free(l);
}

TEST(mailbox, waiting_without_mail_ends_in_time)
{
    struct mailbox *mb;

    CHECK_OK(mailbox_new_thread(&mb));
    CHECK(mailbox_wait(mb, 0) == NULL);
    CHECK(mailbox_wait(mb, 1) == NULL);
    mailbox_free(mb);
    mailbox_free(NULL);
}

TEST(mailbox, an_interruption_ends_one_wait_and_mail_goes_before_it)
{
    struct letter letter;
    struct mailbox *mb;

    CHECK_OK(mailbox_new_thread(&mb));
    mailbox_interrupt(mb);
    mailbox_interrupt(mb);
    CHECK(mailbox_wait(mb, UINT64_MAX) == NULL);
    mailbox_interrupt(mb);
    mailbox_post(mb, &letter.mail);
    CHECK(mailbox_wait(mb, UINT64_MAX) == &letter.mail);
    CHECK(mailbox_wait(mb, UINT64_MAX) == NULL);
    mailbox_post(mb, &letter.mail);
    CHECK(mailbox_wait(mb, UINT64_MAX) == &letter.mail);
    mailbox_free(mb);
}

struct once {
    struct mailbox *mb;
    bool came;
};

static void free_box(struct mail *m, void *arg)
{
    struct once *o = arg;

    o->came = true;
    mailbox_free(o->mb);
}

TEST(mailbox, the_last_mail_may_free_its_mailbox)
{
    struct letter letter;
    struct once o = {0};
    struct loop *l;

    CHECK_OK(loop_new(&l));
    CHECK_OK(mailbox_new_loop(l, free_box, &o, &o.mb));
    mailbox_post(o.mb, &letter.mail);
    while (!o.came)
        loop_run_once(l, 10000);
    loop_free(l);
}

struct renewal {
    struct mailbox *mb;
    size_t rounds;
};

static void post_again(struct mail *m, void *arg)
{
    struct renewal *r = arg;

    if (++r->rounds < 3)
        mailbox_post(r->mb, m);
}

TEST(mailbox, mail_posted_while_delivering_waits_for_the_next_delivery)
{
    struct letter letter;
    struct renewal r = {0};
    struct loop *l;

    CHECK_OK(loop_new(&l));
    CHECK_OK(mailbox_new_loop(l, post_again, &r, &r.mb));
    mailbox_post(r.mb, &letter.mail);
    for (size_t i = 1; i <= 3; i++) {
        CHECK(mailbox_drain(r.mb));
        CHECK_EQ_U64(r.rounds, i);
    }
    CHECK(!mailbox_drain(r.mb));
    CHECK_EQ_U64(r.rounds, 3);
    mailbox_free(r.mb);
    loop_free(l);
}
