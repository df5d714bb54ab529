#!/usr/bin/env bash
# Measures the application image, alone or side by side with a reference server.
#
#   src/bench/bench.sh [--reference COMMAND] [--image FOLDER] [--rounds N] [--only boot,lat,thru,hold,idle] [--json FILE]
#
# COMMAND starts the reference on a free port, for example 'codex exec-server --listen ws://127.0.0.1:0'.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
image=$here/../target/execbus
reference=
options=()

while [ $# -gt 0 ]; do
  case $1 in
    --reference | --image | --rounds | --only | --json)
      if [ $# -lt 2 ]; then
        echo "bench: $1 needs a value" >&2
        exit 2
      fi
      case $1 in
        --reference) reference=$2 ;;
        --image) image=$2 ;;
        *) options+=("$1" "$2") ;;
      esac
      shift 2
      ;;
    *)
      sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
      exit 2
      ;;
  esac
done

for program in gcc python3; do
  if ! command -v "$program" >/dev/null; then
    echo "bench: needs $program" >&2
    exit 1
  fi
done
if [ ! -x "$image/bin/execbus" ]; then
  echo "bench: no application image in $image; build it: mvn -q package -DskipTests" >&2
  exit 1
fi
image=$(cd -- "$image" && pwd)

# Quick acknowledgements for both: they change nothing for a server that sets TCP_NODELAY.
variants=("execbus@q='$image/bin/execbus' serve --listen ws://127.0.0.1:0")
if [ -n "$reference" ]; then
  variants+=("reference@q=$reference" "reference=$reference")
fi
exec python3 "$here/bench.py" ${options[@]+"${options[@]}"} "${variants[@]}"
