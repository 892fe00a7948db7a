# To be sourced. `bounded SECONDS COMMAND…` runs a command and ends it, with all that it started, when its time is up
# or when this script is ended. Answers the command's own exit code; 124 where its time was up. What the script itself
# does at its end (`trap … EXIT`) stays as it was.
bounded() {
  local before=() running code=0
  # A subshell shows its parent's trap, but does not run it.
  ((BASH_SUBSHELL > 0)) || eval "before=($(trap -p EXIT))"
  # timeout puts the command into a process group of its own, and signals the whole group.
  timeout --kill-after=10 "$@" &
  running=$!
  trap "kill $running 2>/dev/null || true; ${before[2]-}" EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  wait "$running" || code=$?
  trap - EXIT INT TERM
  ((${#before[@]} == 0)) || trap "${before[2]}" EXIT
  ((code != 124)) || echo "not done within $1 s" >&2
  return "$code"
}
