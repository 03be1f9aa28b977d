#!/usr/bin/python3
"""libtorrent-peer.py seed|fetch TORRENT FOLDER: one torrent with libtorrent, known peers only from the tracker."""
import sys
import time

import libtorrent

mode, torrent, folder = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": "0.0.0.0:6890",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
})
parameters = libtorrent.add_torrent_params()
parameters.ti = libtorrent.torrent_info(torrent)
parameters.save_path = folder
if mode == "seed":
    parameters.flags |= libtorrent.torrent_flags.seed_mode
handle = session.add_torrent(parameters)
while mode == "seed" or not handle.status().is_seeding:
    time.sleep(0.2)
session.remove_torrent(handle)  # flushes and closes the files
time.sleep(0.5)
