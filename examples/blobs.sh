#!/bin/sh
# Put a file into a node, name it, and read it back. Prints the hash.
#
#   blobs.sh FILE [TAG]
set -eu
url=${FIRN_URL:-http://127.0.0.1:8420}/api/v1
file=$1
tag=${2:-example}

# The value of a text field in one line of JSON.
field() {
    sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"
}

# -T streams the file; the answer comes when it is on disk. --fail-with-body
# makes curl end with an error and still print what the node says.
hash=$(curl -sS --fail-with-body -T "$file" "$url/blobs?tag=$tag" | field hash)
echo "$hash"

# The name leads to the hash.
[ "$(curl -sS --fail-with-body "$url/tags/$tag" | field hash)" = "$hash" ]

# Whole, and from the 100th byte on; both are what the file is.
curl -sS --fail-with-body "$url/blobs/$hash" | cmp - "$file"
part=$(mktemp)
trap 'rm -f "$part"' EXIT
if [ "$(wc -c <"$file")" -gt 100 ]; then
    tail -c +101 "$file" >"$part"
    curl -sS --fail-with-body -r 100- "$url/blobs/$hash" | cmp - "$part"
fi

# Who knows the hash needs no second copy: the node says 304.
status=$(curl -sS -o /dev/null -w '%{http_code}' \
    -H "If-None-Match: \"$hash\"" "$url/blobs/$hash")
[ "$status" = 304 ]

# From the disk, is it still what it was?
curl -sS --fail-with-body -X POST "$url/blobs/$hash/verify" >/dev/null
