#define _GNU_SOURCE
#include "cposix.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t termination;

static void on_termination(int signal) {
  (void)signal;
  termination = 1;
}

static void termination_set(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGTERM);
  sigaddset(set, SIGINT);
}

void praxis_install_termination(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = on_termination;
  sigaction(SIGTERM, &action, 0);
  sigaction(SIGINT, &action, 0);
}

int praxis_termination_requested(void) { return termination; }

void praxis_hold_termination(void) {
  sigset_t set;
  termination_set(&set);
  sigprocmask(SIG_BLOCK, &set, 0);
}

void praxis_release_termination(void) {
  sigset_t set;
  termination_set(&set);
  sigprocmask(SIG_UNBLOCK, &set, 0);
}

#define MOST_LISTENERS 8
static int listeners[MOST_LISTENERS];
static int listener_count;
static int waiting_room = -1;

int praxis_listen_on(const int *list, int count) {
  if (count < 1 || count > MOST_LISTENERS) {
    errno = EINVAL;
    return -1;
  }
  waiting_room = epoll_create1(EPOLL_CLOEXEC);
  if (waiting_room < 0) return -1;
  for (int i = 0; i < count; i++) {
    /* Somebody else may have taken the connection that woke us. */
    int flags = fcntl(list[i], F_GETFL);
    if (flags < 0 || fcntl(list[i], F_SETFL, flags | O_NONBLOCK) != 0) return -1;
    /* Exclusive: one connection wakes one process, not all that wait. */
    struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE};
    if (epoll_ctl(waiting_room, EPOLL_CTL_ADD, list[i], &event) != 0) return -1;
    listeners[i] = list[i];
  }
  listener_count = count;
  return 0;
}

/* The first connection that waits, -EAGAIN when none does. */
static int accept_first(void) {
  for (int i = 0; i < listener_count; i++) {
    int fd = accept4(listeners[i], 0, 0, SOCK_CLOEXEC);
    if (fd >= 0) return fd;
    if (errno != EAGAIN) return -errno;
  }
  return -EAGAIN;
}

int praxis_accept(int seconds) {
  sigset_t waiting;
  praxis_release_termination();
  sigprocmask(SIG_BLOCK, 0, &waiting);
  praxis_hold_termination();
  int fd;
  while ((fd = termination ? -EINTR : accept_first()) == -EAGAIN) {
    struct epoll_event event;
    /* Atomic: a signal between the look above and this wait ends the wait. */
    if (epoll_pwait(waiting_room, &event, 1, -1, &waiting) < 0) return -errno;
  }
  if (fd < 0) return fd;
  struct timeval limit = {seconds, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  return fd;
}

int64_t praxis_peer_uid(int fd) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? (int64_t)peer.uid : -1;
}

int praxis_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
  return prctl(PR_SET_DUMPABLE, 0);
}

int praxis_die_with_parent(pid_t parent) {
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) return -1;
  return getppid() == parent ? 0 : -1;
}

int praxis_tell_parent_ready(pid_t parent) {
  union sigval none = {0};
  return sigqueue(parent, SIGRTMIN, none);
}

static void supervision_set(sigset_t *set) {
  termination_set(set);
  sigaddset(set, SIGHUP);
  sigaddset(set, SIGCHLD);
  sigaddset(set, SIGRTMIN);
}

void praxis_hold_supervision(void) {
  sigset_t set;
  supervision_set(&set);
  sigprocmask(SIG_BLOCK, &set, 0);
}

int praxis_wait_supervision(int milliseconds, pid_t *sender) {
  sigset_t set;
  siginfo_t info;
  struct timespec limit = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
  supervision_set(&set);
  int signal = sigtimedwait(&set, &info, &limit);
  if (signal < 0) return 0;
  *sender = info.si_pid;
  return signal == SIGRTMIN ? PRAXIS_CHILD_READY : signal;
}
