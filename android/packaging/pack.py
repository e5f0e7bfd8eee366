#!/usr/bin/env python3
"""Packs an unsigned APK, the same bytes for the same contents.

Use: pack.py OUT.apk RESOURCES CLASSES.dex FOLDER...     each FOLDER holds ABI/*.so

Entries stand in the order of their names, with one date. resources.arsc is stored at a multiple of 4 bytes, as Android 11
asks; everything else is packed, the libraries too, which Android unpacks when it installs (extractNativeLibs).
"""

import pathlib
import struct
import sys
import zipfile

DATE = (1981, 1, 1, 1, 1, 2)  # what Android's own tools write
ALIGNMENT = 0xD935  # the extra field by which apksigner knows an alignment, and keeps it


def add(apk, name, data, store):
    entry = zipfile.ZipInfo(name, DATE)
    entry.create_system = 0  # or the zip would tell Linux from the rest
    entry.compress_type = zipfile.ZIP_STORED if store else zipfile.ZIP_DEFLATED
    if store:
        start = apk.fp.tell() + 30 + len(name.encode()) + 6
        padding = -start % 4
        entry.extra = struct.pack("<HHH", ALIGNMENT, 2 + padding, 4) + bytes(padding)
    apk.writestr(entry, data, compresslevel=9)


def main(out, resources, dex, *folders):
    entries = {"classes.dex": (pathlib.Path(dex).read_bytes(), False)}
    with zipfile.ZipFile(resources) as packed:
        for entry in packed.infolist():
            entries[entry.filename] = (packed.read(entry), entry.compress_type == zipfile.ZIP_STORED)
    for library in (library for folder in folders for library in pathlib.Path(folder).glob("*/*.so")):
        entries[f"lib/{library.parent.name}/{library.name}"] = (library.read_bytes(), False)
    with zipfile.ZipFile(out, "w") as apk:
        for name in sorted(entries):
            add(apk, name, *entries[name])


main(*sys.argv[1:])
