"""Watches the clients' files until together they hold every byte, then says what the server had sent until then.

first_copy.py BYTES INTERVAL_SECONDS OUTPUT PORT FILE...

Runs in the switch's namespace; PORT is the server's. Written is what is no hole in a client's sparse file, so
this works for every program that does not allocate its files in advance; one that keeps blocks in memory for a
while looks later than it is. OUTPUT gets the payload bytes since this program was started.
"""
import os
import sys
import time

BLOCK = 16384
HEADERS = 66  # of Ethernet, IPv4 and TCP with time stamps


def sent(port):
    numbers = []
    for name in ("rx_bytes", "rx_packets"):
        with open(f"/sys/class/net/{port}/statistics/{name}", encoding="ascii") as f:
            numbers.append(int(f.read()))
    return numbers[0] - HEADERS * numbers[1]


def mark(path, size, held):
    """Adds the blocks of a file that are written whole to held, one byte for each."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        end = 0
        while end < size:
            begin = os.lseek(file, end, os.SEEK_DATA)
            end = os.lseek(file, begin, os.SEEK_HOLE)
            first = -(-begin // BLOCK)
            last = len(held) if end >= size else end // BLOCK
            held[first:last] = b"\1" * max(0, last - first)
    except OSError:  # no data behind this place
        pass
    finally:
        os.close(file)


def main():
    size, interval, output, port = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4]
    before = sent(port)
    print("watching", flush=True)
    while True:
        time.sleep(interval)
        if sent(port) - before < 0.9 * size:
            continue
        held = bytearray(-(-size // BLOCK))
        for path in sys.argv[5:]:
            mark(path, size, held)
        if 0 not in held:
            break
    with open(output + ".new", "w", encoding="ascii") as f:
        f.write(f"{sent(port) - before}\n")
    os.rename(output + ".new", output)


main()
