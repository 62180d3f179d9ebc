#!/bin/sh
# Verifies a callback or webhook with openssl:
#   API_SECRET=… verify.sh ID TIMESTAMP SIGNATURES BODY-FILE
# The first three are the values of webhook-id, webhook-timestamp and webhook-signature; the file holds the body as it came.
# It does not look at the age: compare the timestamp with `date +%s`.
set -eu
id=$1 timestamp=$2 signatures=$3 body=$4

# sample: verify
key=$(printf %s "$API_SECRET" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
expected=v1,$({ printf '%s.%s.' "$id" "$timestamp"; cat "$body"; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
case " $signatures " in
  *" $expected "*) echo "It is from Gatehouse." ;;
  *) echo "It is not from Gatehouse." >&2; exit 1 ;;
esac
# end
