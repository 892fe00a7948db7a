# To be sourced, from the root. `importers_folder` prints a folder with the npm packages that scripts/ci/importers names.
# The same packages find the same one again.
importers_folder() {
  local folder
  folder=$PWD/node_modules/.cache/importers/$(sha256sum scripts/ci/importers/package.json | cut -c1-16)
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    cp scripts/ci/importers/package.json "$folder"
    timeout 300 npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    touch "$folder/complete"
  fi
  printf '%s\n' "$folder"
}
