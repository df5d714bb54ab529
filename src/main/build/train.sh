#!/bin/sh
# Trains the start-up caches of the application image in $1, execbus.aot and, for nodes of a cluster, execbus-cluster.aot:
# has servers of the image work for a while. The image works without, so a failure here is told and does not fail the build.
set -u
image=$1
here=$(dirname -- "$0")
rm -f "$image"/lib/*.aot
# A cache knows its jars by their times: even seconds, so that a zip can carry them.
touch -t 202611210000.00 "$image"/lib/*.jar
chmod +x "$image/bin/execbus"
java=$(EXECBUS_JAVA_OPTIONS="-XshowSettings:properties -version" "$image/bin/execbus" 2>&1 \
    | sed -n 's/^ *java.home = //p')/bin/java

train() {
    "$java" -Xmx128m "$here/Train.java" "$image" "$image/lib/$1" ${2:+"$2"}
    [ -s "$image/lib/$1" ] || echo "execbus: no $1 was made; servers start without it, a little slower" >&2
}

train execbus.aot
train execbus-cluster.aot cluster
exit 0
