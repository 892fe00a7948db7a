# To be sourced. `bounded SECONDS COMMAND…` runs a command and ends it, with all that it started, when its time is up
# or when this script is ended. Answers the command's own exit code; 124 where its time was up.
bounded() {
  # timeout puts the command into a process group of its own, and signals the whole group.
  timeout --kill-after=10 "$@" &
  local running=$! code=0
  trap "kill $running 2>/dev/null || true" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  wait "$running" || code=$?
  trap - EXIT INT TERM
  ((code != 124)) || echo "not done within $1 s" >&2
  return "$code"
}
