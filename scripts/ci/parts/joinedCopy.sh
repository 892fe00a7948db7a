# joined_copy FOLDER: makes FOLDER a copy of this working tree, in which each document of tests/foreign-apis has joined.
joined_copy() {
  local copy=$1 api
  git ls-files -z --cached --others --exclude-standard | tar --create --ignore-failed-read --null --files-from=- \
    | tar --extract --directory "$copy"
  (
    cd "$copy"
    npx -y pnpm@12 install --prefer-offline --frozen-lockfile --ignore-scripts --silent
    for api in $(ls tests/foreign-apis --ignore='*.md'); do
      node scripts/src/newApi.ts "$api" --from "tests/foreign-apis/$api/openapi.yaml" --no-checks >"$copy/join-$api.log"
    done
  )
}
