#!/bin/sh
# Builds the JavaScript client and the web console into the folder $1, if something has changed since the last time; $2 remembers
# what it was built from. Without Node and npm the server is built without a console. -Dconsole.skip leaves this out.
set -eu
out=$1
stamp=$2
main=$(cd -- "$(dirname -- "$0")/.." && pwd)

left_out() {
    echo "execbus: $1: the web console is left out" >&2
    exit 0
}

command -v npm >/dev/null || left_out "npm is not here"
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || left_out "Node is not here"
[ "$major" -ge 20 ] || left_out "Node $major is too old, it takes 20"

sources() {
    cd -- "$main"
    find js console \( -name node_modules -o -name target -o -name dist -o -name build \) -prune -o -type f -print | LC_ALL=C sort
}
built_from=$(cd -- "$main" && sources | tr '\n' '\0' | xargs -0 sha256sum | sha256sum)
if [ -f "$out/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$built_from" ]; then
    exit 0
fi

install() {
    sh "$main/build/npm-ci.sh" . || {
        echo "execbus: npm could not fetch what the console is built with; -Dconsole.skip builds the server without it" >&2
        exit 1
    }
}

cd -- "$main/js"
install
npm run --silent build
cd -- "$main/console"
install
npm run --silent check
mkdir -p "$(dirname -- "$out")" "$(dirname -- "$stamp")"
node build.mjs --out "$out"
echo "$built_from" >"$stamp"
