#define _GNU_SOURCE
#include "cposix.h"
#include <fcgiapp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>

static volatile sig_atomic_t termination, reload;

static void on_termination(int signal) {
  (void)signal;
  termination = 1;
  FCGX_ShutdownPending();
}

static void on_reload(int signal) {
  (void)signal;
  reload = 1;
}

static void install(int signal, void (*handler)(int)) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = handler;
  sigaction(signal, &action, 0);
}

void praxis_install_termination(void) {
  install(SIGTERM, on_termination);
  install(SIGINT, on_termination);
}

int praxis_termination_requested(void) { return termination; }

void praxis_install_reload(void) { install(SIGHUP, on_reload); }

int praxis_take_reload(void) {
  int taken = reload;
  reload = 0;
  return taken;
}

int praxis_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
  return prctl(PR_SET_DUMPABLE, 0);
}

int64_t praxis_peer_uid(int fd) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? (int64_t)peer.uid : -1;
}
