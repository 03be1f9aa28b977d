"""Rewrites a partclone image of format 0002 without checksums as one of format 0001.

usage: to_0001.py PADDING <image >image-0001

PADDING is 0 as programs of 32 bits wrote it, 4 as those of 64 bits did.
"""
import struct
import sys
import zlib

HEADER = 110
image = sys.stdin.buffer.read()
padding = bytes(int(sys.argv[1]))
device_size, total, used = struct.unpack_from("<QQQ", image, 52)
block_size, = struct.unpack_from("<I", image, 84)
bitmap = image[HEADER:HEADER + (total + 7) // 8]

out = sys.stdout.buffer
out.write(b"partclone-image".ljust(15, b"\0") + image[36:51] + b"0001\0\0")
out.write(struct.pack("<IQQQ", block_size, device_size, total, used).ljust(4160 - 36, b"\0"))
out.write(bytes(bitmap[block // 8] >> block % 8 & 1 for block in range(total)) + b"BiTmAgIc")
crc = 0
for at in range(HEADER + len(bitmap) + 4, len(image), block_size):
    block = image[at:at + block_size]
    crc = zlib.crc32(block[:1] * block_size, crc)
    out.write(block + struct.pack("<I", crc ^ 0xFFFFFFFF) + padding)
