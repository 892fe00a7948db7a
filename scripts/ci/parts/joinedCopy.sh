# To be sourced, from the root. `foreign_apis` names the documents in tests/foreign-apis.
foreign_apis() {
  local document
  for document in tests/foreign-apis/*/openapi.yaml; do basename "$(dirname "$document")"; done
}
# `joined_copy FOLDER` makes the empty FOLDER a copy of this working tree, in which each of these documents has joined.
joined_copy() {
  local copy=$1 api
  git ls-files -z --cached --others --exclude-standard \
    | tar --create --ignore-failed-read --null --files-from=- 2>/dev/null | tar --extract --directory "$copy"
  (cd "$copy" && bounded 200 npx -y pnpm@12 install --prefer-offline --frozen-lockfile --ignore-scripts --silent)
  for api in $(foreign_apis); do
    (cd "$copy" && bounded 120 node scripts/src/newApi.ts "$api" --from "tests/foreign-apis/$api/openapi.yaml" --no-checks >"join-$api.log")
  done
}
