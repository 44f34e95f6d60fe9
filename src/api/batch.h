/* Things made one after another, or by several processes. */
#ifndef JB_API_BATCH_H
#define JB_API_BATCH_H

#include "api/handle.h"

typedef struct jb_batch jb_batch;
struct jb_batch {
    jianbao *jb;
    size_t n;
    jianbao_status (*make)(const jb_batch *b, size_t i);              /* in whatever process */
    const char *(*name)(const jb_batch *b, size_t i);                 /* for messages */
    void (*told)(const jb_batch *b, size_t i, jianbao_status status); /* here, in their order */
    const void *with;
};

/* Makes all n. `jobs` processes share them; 0: two for each processor if there are many, else none.
 * Messages and files are the same as if they were made one after another. Call it while no other
 * thread runs. */
void jb_batch_run(const jb_batch *batch, size_t jobs);

#endif
