"""Serves and fetches one torrent with libtorrent: TORRENT DIRECTORY END, 1 to end when it is complete."""
import sys
import time

import libtorrent

torrent, directory, end = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": "127.0.0.1:0",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "allow_multiple_connections_per_ip": True,
})
handle = session.add_torrent({"ti": libtorrent.torrent_info(torrent), "save_path": directory})
while end == "0" or not handle.status().is_seeding:
    time.sleep(0.1)
