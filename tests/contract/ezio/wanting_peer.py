"""wanting_peer.py TORRENT PORT: a peer that has nothing, wants everything and asks for nothing. Connects to 127.0.0.1, says
"connected" when it is, and stays until it is ended."""

import socket
import sys

import libtorrent

torrent, port = sys.argv[1], int(sys.argv[2])
info_hash = libtorrent.torrent_info(torrent).info_hash().to_bytes()
HANDSHAKE_BYTES = 68
INTERESTED = bytes([0, 0, 0, 1, 2])

with socket.create_connection(("127.0.0.1", port), timeout=10) as peer:
    peer.sendall(bytes([19]) + b"BitTorrent protocol" + bytes(8) + info_hash + b"-XX0001-" + b"w" * 12)
    heard = b""
    while len(heard) < HANDSHAKE_BYTES:
        more = peer.recv(HANDSHAKE_BYTES - len(heard))
        if not more:
            sys.exit("the client closed the connection")
        heard += more
    peer.sendall(INTERESTED)
    print("connected", flush=True)
    peer.settimeout(None)
    while peer.recv(65536):
        pass
