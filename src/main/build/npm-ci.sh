#!/bin/sh
# Fetches what the package in the folder $1 is built and tested with, only when that has changed since the last time: a later
# build does it without a network.
set -eu
cd -- "$1"
wanted=$(sha256sum <package-lock.json)
if [ "$(cat node_modules/.execbus-installed 2>/dev/null)" != "$wanted" ]; then
    npm ci --no-audit --no-fund --prefer-offline --loglevel=error
    echo "$wanted" >node_modules/.execbus-installed
fi
