/* Everything that a peer could make grow here, with its ceiling.
 *
 * Thread: any. */
#pragma once

/* ---- answering ----------------------------------------------------------*/

#define REQUEST_MAX (1u << 20)         /* bytes of one request */
#define REQUESTS_MAX_BYTES (16u << 20) /* of all that are not answered */
#define REQUEST_TIMEOUT_MS 30000       /* from opening the stream to its FIN */
#define SEQ_MAX_PAIRS 65536            /* of a RangeSpecSeq */
#define SPEC_MAX_WIDTHS 65536          /* of a RangeSpec */
#define ANSWERS_MAX_WAITING 1024       /* requests behind the ceilings */
#define OBSERVERS_MAX 256              /* Observe answers open at once */
#define OBSERVERS_MAX_PER_PEER 16
#define OBSERVE_TICK_MS 100 /* how often a change is looked for */

/* Answer's appetite: bytes queued on a stream beyond which it waits, and the
 * run that is checked against the tree ahead of being sent. */
#define SEND_AHEAD (4u << 20)
#define CHECK_RUN_GROUPS 128   /* 2 MiB */
#define STAGE_SIZE (32u << 10) /* small things sent as one */
#define LOOK_AHEAD 64          /* children looked up before their turn */

/* Pages of a mapped blob are asked for ahead, and given back when they were
 * sent, in steps of so many bytes: serving must not look like growing. */
#define PAGES_STEP (8u << 20)

/* A running answer whose peer takes nothing for so long is given up. */
#define ANSWER_STALL_MS 60000

/* ---- asking -------------------------------------------------------------*/

#define RUN_SIZE (1u << 20) /* received bytes handed to a worker */
#define RUNS_PER_WORK 4     /* at once */
#define RUNS_EAGER                                                             \
    (4u << 20)         /* received and not yet verified, beyond
                                         which the sender is held back */
#define RUN_DELAY_MS 4 /* a run that does not fill goes then */
#define PUTS_MAX_WAITING                                                       \
    4096                                 /* small blobs on their way into the
                                         store, beyond which nothing is read */
#define SEQUENCE_MAX_BYTES (32u << 20)   /* a hash sequence to fetch by */
#define COLLECTION_MAX_BYTES (64u << 20) /* of metadata */
#define TRANSFERS_MAX_QUEUED 10000
#define ORDER_MAX_RANGES 16384 /* of units in one request */
#define SOURCE_MAX_MISSES                                                      \
    64                          /* children that one source may lack
                                         before it is given up */
#define SOURCE_MAX_RECONNECTS 4 /* in a row, with nothing brought in between */
#define SOURCE_PATIENCE_MS                                                     \
    60000 /* a source that was lost is dialled again
                                         for so long */
#define SOURCE_REDIAL_FIRST_MS 250
#define SOURCE_REDIAL_MAX_MS 4000
#define SWARM_SOURCES 8      /* that a blob is fetched from at once */
#define SWARM_DIALS 4        /* at once */
#define SWARM_WAIT_MS 4500   /* for a first source, while others are asked */
#define SWARM_STARVE_MS 4000 /* for partial holders to hold more */
#define CLAIM_PATIENCE_MS                                                      \
    4000 /* for the proof of a size, while another source
                               claims another one */
#define HOLDS_MAX_BYTES (256u << 10) /* of one item that says what is held */
#define HOLDS_MAX_RANGES 65536       /* in all, of what one source holds */
#define HOLDS_PAUSE_MS 50            /* between two looks at what it holds */
#define SEARCH_EVERY_MS 5000         /* who has it is asked so often */
#define SEARCH_LATER_MS 200          /* at first, with sources given */
#define SEARCH_TIMEOUT_MS 3000       /* and answers so soon */
#define DIAL_STAGGER_MS 500          /* then the next source is tried beside */
#define FIRST_BYTE_TIMEOUT_MS 4000
#define PROGRESS_TICK_MS 200
