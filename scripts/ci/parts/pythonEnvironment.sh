# To be sourced, from the root. `python_environment FILE…` makes a virtual environment with the requirements that the
# files list, and prints its folder. The same requirements find the same one again.
python_environment() {
  local key folder requirements=() file
  command -v python3 >/dev/null || { echo 'python3 is not installed' >&2; return 1; }
  key=$({ python3 --version; cat "$@"; } | sha256sum | cut -c1-16)
  folder=$PWD/node_modules/.cache/python/$key
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    for file in "$@"; do requirements+=(--requirement "$file"); done
    timeout 120 python3 -m venv "$folder" >&2
    timeout 300 "$folder/bin/pip" install --quiet --disable-pip-version-check "${requirements[@]}" >&2
    touch "$folder/complete"
  fi
  printf '%s\n' "$folder"
}
# Nothing may appear in the tree, and requests to 127.0.0.1 take no proxy.
export PYTHONDONTWRITEBYTECODE=1 NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
