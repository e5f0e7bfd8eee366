#!/usr/bin/env python3
"""Takes the signature off an app, so that what two people built can be compared byte by byte.

Use: strip.py SIGNED.apk OUT.apk

Schemes 2 and 3 put one block between the contents and the list of contents, and nothing anywhere else.
https://source.android.com/docs/security/features/apksigning/v2
"""

import struct
import sys

END, MAGIC = b"PK\x05\x06", b"APK Sig Block 42"


def main(signed, out):
    with open(signed, "rb") as file:
        apk = file.read()
    end = apk.rindex(END)  # the zip's last record; ours has no comment
    (listing,) = struct.unpack_from("<I", apk, end + 16)
    if apk[listing - 16 : listing] != MAGIC:
        sys.exit(f"{signed}: there is no signature of scheme 2 or 3")
    (size,) = struct.unpack_from("<Q", apk, listing - 24)
    start = listing - size - 8
    # apksigner fills up to a page before its block; contents end where the last of them does.
    last = max(struct.unpack_from("<I", apk, at + 42)[0] for at in entries(apk, listing, end))
    contents = last + 30 + sum(struct.unpack_from("<HH", apk, last + 26)) + struct.unpack_from("<I", apk, last + 18)[0]
    if any(apk[contents:start]):
        sys.exit(f"{signed}: something stands between the contents and the signature")
    with open(out, "wb") as file:
        file.write(apk[:contents] + apk[listing : end + 16] + struct.pack("<I", contents) + apk[end + 20 :])


def entries(apk, at, end):
    while at < end:
        yield at
        at += 46 + sum(struct.unpack_from("<HHH", apk, at + 28))


main(*sys.argv[1:])
