"""A plain libtorrent client for tests/bench: seeds a directory, or fetches into one.

libtorrent_peer.py seed TORRENT DIRECTORY [OPTIONS]
libtorrent_peer.py fetch TORRENT DIRECTORY DONE_FILE [OPTIONS]

--listen HOST:PORT, --peer HOST:PORT to begin with, --connections N and --uploads N for the torrent.
"""
import argparse
import time

import libtorrent as lt


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=("seed", "fetch"))
    parser.add_argument("torrent")
    parser.add_argument("directory")
    parser.add_argument("done_file", nargs="?")
    parser.add_argument("--listen", required=True)
    parser.add_argument("--peer")
    parser.add_argument("--connections", type=int)
    parser.add_argument("--uploads", type=int)
    return parser.parse_args()


def main():
    wanted = arguments()
    settings = lt.high_performance_seed()
    settings.update({
        "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "allow_multiple_connections_per_ip": True,
        "enable_outgoing_utp": False, "enable_incoming_utp": False,
        "listen_interfaces": wanted.listen,
    })
    session = lt.session(settings)
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(wanted.torrent)
    params.save_path = wanted.directory
    if wanted.mode == "seed":
        params.flags |= lt.torrent_flags.seed_mode
    handle = session.add_torrent(params)
    if wanted.connections:
        handle.set_max_connections(wanted.connections)
    if wanted.uploads:
        handle.set_max_uploads(wanted.uploads)
    if wanted.peer:
        host, port = wanted.peer.split(":")
        handle.connect_peer((host, int(port)))
    if wanted.mode == "fetch":
        while not handle.status().is_seeding:
            time.sleep(0.02)
        with open(wanted.done_file, "w", encoding="ascii") as done:
            done.write("done\n")
    while True:
        time.sleep(1)


main()
