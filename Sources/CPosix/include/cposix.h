#pragma once
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

/* What Swift cannot express: signal handlers, variadic calls and process limits. */

/* SIGTERM and SIGINT set a flag and tell libfcgi to stop accepting. Without SA_RESTART, so accept() returns EINTR.
   Call before FCGX_Init, which installs its own handler only where none stands. */
void praxis_install_termination(void);
int praxis_termination_requested(void);

/* SIGHUP sets a flag that the supervisor reads and clears. */
void praxis_install_reload(void);
int praxis_take_reload(void);

/* No core dumps and no ptrace attach: memory holds patient data. Returns 0, or -1 with errno. */
int praxis_forbid_dumps(void);

/* Uid of the process at the other end of a unix socket, or -1. */
int64_t praxis_peer_uid(int fd);
