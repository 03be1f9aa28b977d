"""Fetches a torrent with libtorrent, which knows no tracker and finds its peers by local discovery only."""

import sys
import time

import libtorrent

torrent_file, directory = sys.argv[1:]
session = libtorrent.session({
    "listen_interfaces": "10.99.0.1:7881",
    "enable_lsd": True,
    "enable_dht": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "allow_multiple_connections_per_ip": True,
})
parameters = libtorrent.add_torrent_params()
parameters.ti = libtorrent.torrent_info(torrent_file)
parameters.trackers = []
parameters.save_path = directory
handle = session.add_torrent(parameters)
handle.replace_trackers([])
for _ in range(300):
    if handle.status().is_seeding:
        print("complete")
        break
    time.sleep(0.1)
else:
    sys.exit("not complete: %s" % handle.status().progress)
