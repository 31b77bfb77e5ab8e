/* Word to the service manager (systemd), when there is one.
 *
 * Thread: main. */
#pragma once

void notify_ready(const char *status);
void notify_stopping(void);
