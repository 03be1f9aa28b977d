"""A plain libtorrent client for tests/bench: seeds a directory, or fetches into one.

libtorrent_peer.py seed TORRENT DIRECTORY
libtorrent_peer.py fetch TORRENT DIRECTORY DONE_FILE HOST:PORT
"""
import sys
import time

import libtorrent as lt


def main():
    mode, torrent, directory = sys.argv[1:4]
    settings = lt.high_performance_seed()
    settings.update({
        "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "allow_multiple_connections_per_ip": True,
        "enable_outgoing_utp": False, "enable_incoming_utp": False,
        "listen_interfaces": "127.0.0.1:6881" if mode == "seed" else "127.0.0.1:6891",
    })
    session = lt.session(settings)
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent)
    params.save_path = directory
    if mode == "seed":
        params.flags |= lt.torrent_flags.seed_mode
    handle = session.add_torrent(params)
    if mode == "fetch":
        host, port = sys.argv[5].split(":")
        handle.connect_peer((host, int(port)))
        while not handle.status().is_seeding:
            time.sleep(0.02)
        with open(sys.argv[4], "w", encoding="ascii") as done:
            done.write("done\n")
    while True:
        time.sleep(1)


main()
