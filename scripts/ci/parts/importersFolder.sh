# To be sourced, from the root. `importers_folder` prints a folder with the npm packages that the lock file in
# scripts/ci/importers names; the same ones find the same folder again. After a change of package.json, renew the lock there:
# npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts
importers_folder() {
  local folder
  folder=$PWD/node_modules/.cache/importers/$(cat scripts/ci/importers/package{,-lock}.json | sha256sum | cut -c1-16)
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    cp scripts/ci/importers/package{,-lock}.json "$folder"
    timeout 300 npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    touch "$folder/complete"
  fi
  printf '%s\n' "$folder"
}
