#!/usr/bin/env python3
"""Reads codes with zxing-cpp for the Kotlin tests: pictures come in, their texts go out.

On stdin, one picture after the other: a line "WIDTH HEIGHT", then as many bytes of luma. On stdout a line for each: the
texts of its codes, with tabs between them.
"""
import sys

import zxingcpp

while header := sys.stdin.buffer.readline():
    width, height = map(int, header.split())
    picture = memoryview(sys.stdin.buffer.read(width * height)).cast("B", (height, width))
    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    print("\t".join(code.text for code in codes), flush=True)
