#!/bin/sh
# The command `taquilla` of the image.
exec node --enable-source-maps /app/dist/main.js "$@"
