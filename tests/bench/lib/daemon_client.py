"""Gives daemons of ezio 2 a torrent, as its tools do.

daemon_client.py [--connections N] [--uploads N] TORRENT seed HOST DIRECTORY
daemon_client.py [--connections N] [--uploads N] TORRENT fetch INTERVAL_SECONDS PIPE

`fetch` makes PIPE as soon as it is ready. Each line in it, HOST, TARGET and DONE_FILE with tabs between them, is a
daemon that is to fetch the torrent: it is asked at that interval, and DONE_FILE made when it has finished.
"""
import argparse
import os
import sys
import threading
import time

import grpc

import ezio_pb2
import ezio_pb2_grpc

START_LIMIT_SECONDS = 60


def stub_of(host):
    # No proxy and no growing pause between attempts: the daemon is about to listen.
    options = [("grpc.max_reconnect_backoff_ms", 100), ("grpc.initial_reconnect_backoff_ms", 100),
               ("grpc.min_reconnect_backoff_ms", 100), ("grpc.enable_http_proxy", 0)]
    return ezio_pb2_grpc.EZIOStub(grpc.insecure_channel(f"{host}:50051", options))


class Torrent:
    """The torrent, and how daemons are given it."""

    def __init__(self, content, connections, uploads):
        self.content, self.connections, self.uploads = content, connections, uploads

    def add(self, host, path, seeding):
        stub = stub_of(host)
        stub.AddTorrent(
            ezio_pb2.AddRequest(torrent=self.content, save_path=path, seeding_mode=seeding,
                                max_connections=self.connections, max_uploads=self.uploads),
            wait_for_ready=True, timeout=START_LIMIT_SECONDS)
        return stub

    def fetch(self, interval, host, target, done_file):
        try:
            stub = self.add(host, target, False)
            while not all(t.is_finished for t in stub.GetTorrentStatus(ezio_pb2.UpdateRequest()).torrents.values()):
                time.sleep(interval)
        except grpc.RpcError as e:
            print(f"{host}: {e.code()}: {e.details()}", file=sys.stderr, flush=True)
            return
        with open(done_file, "w", encoding="ascii") as f:
            f.write("done\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=0)
    parser.add_argument("--uploads", type=int, default=0)
    parser.add_argument("torrent")
    parser.add_argument("mode", choices=("seed", "fetch"))
    parser.add_argument("words", nargs=2)
    wanted = parser.parse_args()
    with open(wanted.torrent, "rb") as f:
        torrent = Torrent(f.read(), wanted.connections, wanted.uploads)
    if wanted.mode == "seed":
        host, directory = wanted.words
        torrent.add(host, directory, True)
        return
    interval, pipe = wanted.words
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDWR), encoding="utf-8") as lines:  # for writing, too: it has no end
        while line := lines.readline():
            threading.Thread(target=torrent.fetch, args=(float(interval), *line.rstrip("\n").split("\t"))).start()


try:
    main()
except grpc.RpcError as e:
    sys.exit(f"{e.code()}: {e.details()}")
