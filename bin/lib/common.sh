# Shared by the scripts of bin/. Sourced, not run.

# What programs say is searched for words, so they say it in English.
export LC_ALL=C.UTF-8

# One plain sentence on the standard error stream, and out.
fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# Says what is being done, and is silent with QUIET=1.
progress() {
  [ -n "${QUIET:-}" ] || printf '→ %s\n' "$*"
}

# Waits until a command succeeds: wait_for SECONDS COMMAND…
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}

# The process id in a file, when that process lives and is ours: its command line names WORD, as a file left by a crash
# may hold the id of a stranger by now. owned FILE WORD
owned() {
  local pid
  [ -s "$1" ] && read -r pid <"$1" && ! gone "$pid" || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2" || return 1
  printf '%s\n' "$pid"
}

# Asks the process of a file to end, waits, insists after some seconds: end_pidfile FILE WORD SECONDS
end_pidfile() {
  local pid
  if pid=$(owned "$1" "$2"); then
    kill -TERM "$pid" 2>/dev/null || true
    wait_for "$3" gone "$pid" || kill -KILL "$pid" 2>/dev/null || true
  fi
  rm -f "$1"
}

# A process that was ours and not yet waited for is a zombie: gone as well.
gone() {
  local state
  kill -0 "$1" 2>/dev/null || return 0
  state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null)
  [ -z "$state" ] || [ "$state" = Z ]
}

# A folder for sockets whose path is short enough for a unix socket (107 bytes), the folder itself when it is.
socket_folder() {
  local folder=$1 short
  if [ "${#folder}" -le 80 ]; then
    printf '%s\n' "$folder"
    return
  fi
  short="${XDG_RUNTIME_DIR:-/tmp}/praxis-$(id -u)-$(printf %s "$folder" | sha256sum | cut -c1-12)"
  mkdir -p -m 700 "$short" || return 1
  # In /tmp anybody could have made it first.
  [ -O "$short" ] && [ ! -L "$short" ] || return 1
  printf '%s\n' "$short"
}

# N random bytes as hexadecimal digits.
random_hex() {
  od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}
