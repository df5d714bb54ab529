#!/bin/sh
# Trains the start-up cache of the application image in $1: starts it, lets it run a few commands, stops it.
# The image works without the cache, so a failure here is told and does not fail the build.
set -u
image=$1
here=$(dirname -- "$0")
cache=$image/lib/execbus.aot
rm -f "$cache"
# The cache knows its jars by their times: even seconds, so that a zip can carry them.
touch -t 202611210000.00 "$image"/lib/*.jar
chmod +x "$image/bin/execbus"

ready=$(mktemp)
EXECBUS_JAVA_OPTIONS="-XX:AOTCacheOutput=$cache" \
    "$image/bin/execbus" serve --listen ws://127.0.0.1:0 >"$ready" 2>/dev/null &
server=$!
tries=0
while [ ! -s "$ready" ] && [ $tries -lt 300 ] && kill -0 $server 2>/dev/null; do
    sleep 0.1
    tries=$((tries + 1))
done
url=$(head -n 1 "$ready")
if [ -n "$url" ]; then
    java=$(readlink "/proc/$server/exe" 2>/dev/null || command -v java)
    "$java" -Xmx128m "$here/Train.java" "$url" >/dev/null 2>&1
fi
kill $server 2>/dev/null
wait $server
rm -f "$ready"
[ -s "$cache" ] || echo "execbus: no start-up cache was made; the server starts without it, a little slower" >&2
exit 0
