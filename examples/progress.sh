#!/bin/sh
# Fetch what a ticket names and follow its events until the end. Ends with 0
# when it was completed.
#
#   progress.sh TICKET
set -eu
url=${FIRN_URL:-http://127.0.0.1:8420}/api/v1
ticket=$1

id=$(curl -sS --fail-with-body -H 'Content-Type: application/json' \
    -d "{\"ticket\": \"$ticket\"}" "$url/transfers" |
    sed -n 's/.*"id": *"\([^"]*\)".*/\1/p')
[ -n "$id" ] || exit 1

# -N: show each event as it comes. The stream ends after the last one.
curl -sSN --fail-with-body "$url/transfers/$id/events" | {
    last=
    while read -r key value; do
        case $key in
        event:) last=$value ;;
        data:) echo "$last $value" ;;
        esac
    done
    [ "$last" = completed ]
}
