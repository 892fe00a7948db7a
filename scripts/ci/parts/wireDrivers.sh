# To be sourced, from the root. `wire_drivers FOLDER API…` builds what makes calls with the generated Go and Java clients:
# FOLDER/go, FOLDER/classes, and FOLDER/path with the libraries that the Java clients use.
wire_drivers() {
  local folder=$1 api running=()
  shift
  go_driver "$folder" "$@" &
  running+=($!)
  for api; do
    timeout 200 mvn --quiet --batch-mode -f "generated-clients/java/$api/pom.xml" \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile="$folder/path.$api" >&2 &
    running+=($!)
  done
  for api in "${running[@]}"; do wait "$api"; done

  for api in "$folder"/path.*; do printf '%s:' "$(<"$api")"; done >"$folder/path"
  mkdir "$folder/classes"
  find "${@/#/generated-clients/java/}" -path '*/src/main/*' -name '*.java' >"$folder/sources"
  timeout 200 javac -nowarn -proc:none -encoding UTF-8 -cp "$(<"$folder/path")" -d "$folder/classes" \
    "@$folder/sources" scripts/ci/wire/GeneratedClient.java
}

go_driver() {
  local folder=$1 api
  shift
  mkdir "$folder/module"
  cp scripts/ci/wire/generatedClient.go "$folder/module/main.go"
  printf 'module wire\n\ngo 1.24\n\n' >"$folder/module/go.mod"
  for api; do
    printf 'replace oidc.admin/clients/%s => %s\n' "$api" "$PWD/generated-clients/go/$api"
  done >>"$folder/module/go.mod"
  cd "$folder/module"
  timeout 200 go mod tidy 2>tidy.log || { cat tidy.log >&2; return 1; }
  timeout 200 go build -o ../go .
}
