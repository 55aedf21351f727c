#pragma once
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

/* What Swift cannot express: signal handlers, signal information, variadic calls and process limits. */

/* SIGTERM and SIGINT set a flag. Without SA_RESTART, so that a blocking call returns EINTR. */
void praxis_install_termination(void);
int praxis_termination_requested(void);

/* Between hold and release SIGTERM and SIGINT stay pending: no read or write of a request is interrupted. */
void praxis_hold_termination(void);
void praxis_release_termination(void);

/* What praxis_accept waits for: `count` listening sockets, the most urgent first. Returns 0, or -1 with errno. */
int praxis_listen_on(const int *listeners, int count);

/* Accepts one connection, of the first listener that has one, letting SIGTERM and SIGINT through only before it looks
   and while it waits. Reads and writes on the connection fail after `seconds` without progress. Returns the connection
   or -errno (-EINTR when asked to stop). */
int praxis_accept(int seconds);

/* Uid of the process at the other end of a unix socket, or -1. */
int64_t praxis_peer_uid(int fd);

/* No core dumps and no ptrace attach: memory holds patient data. Returns 0, or -1 with errno. */
int praxis_forbid_dumps(void);

/* SIGTERM when the parent dies. Returns -1 when it has died already. */
int praxis_die_with_parent(pid_t parent);

/* A supervised child says that it now accepts work. */
int praxis_tell_parent_ready(pid_t parent);

/* What praxis_wait_supervision returns for praxis_tell_parent_ready. */
#define PRAXIS_CHILD_READY 1000

/* The supervisor takes SIGTERM, SIGINT, SIGHUP, SIGCHLD and readiness one after another, without handlers.
   Returns 0 at the time-out, else the signal and its sender. */
void praxis_hold_supervision(void);
int praxis_wait_supervision(int milliseconds, pid_t *sender);
