#include "blobs/whole.h"

#include "base/err.h"
#include "crypto/tree.h"
#include "store/blob.h"

bool whole_check(struct blob *b)
{
    bool is_proven = false;
    uint64_t size = blob_size(b, &is_proven);

    if (blob_is_complete(b))
        return true;
    if (size == 0 || !blob_has_groups(b, 0, tree_groups(size)))
        return false;
    return blob_mark_held(b, 0, tree_groups(size)) == ERR_OK &&
           blob_is_complete(b);
}
