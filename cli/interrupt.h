/* Ctrl-C and SIGTERM: the first asks the running command to stop and tidy up,
 * the second ends the program at once.
 *
 * Thread: main. The flag is process-wide because signals are. */
#pragma once

#include <stdbool.h>

/* Take the signals over, at the start of the program. */
void interrupt_install(void);

/* Has one come? */
bool interrupt_seen(void);

/* The wish to stop was understood; tidying up may talk to the node again. */
void interrupt_clear(void);
