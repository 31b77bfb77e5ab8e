/* Word to the service manager (systemd), when there is one.
 *
 * Thread: main. */
#pragma once

/* Serving; `status` is one line for people. */
void notify_ready(const char *status);
/* A graceful stop has begun. */
void notify_stopping(void);
