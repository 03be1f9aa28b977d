"""Gives daemons of ezio 2 a torrent, as its tools do.

daemon_client.py [--connections N] [--uploads N] TORRENT seed HOST DIRECTORY
daemon_client.py [--connections N] [--uploads N] TORRENT fetch INTERVAL_SECONDS [HOST TARGET DONE_FILE]...

`fetch` asks the daemons in turn, with that time between two rounds, and makes DONE_FILE for each that has finished.
"""
import argparse
import sys
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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--connections", type=int, default=0)
    parser.add_argument("--uploads", type=int, default=0)
    parser.add_argument("torrent")
    parser.add_argument("mode", choices=("seed", "fetch"))
    parser.add_argument("words", nargs="*")
    wanted = parser.parse_args()
    with open(wanted.torrent, "rb") as f:
        content = f.read()

    def add(host, path, seeding):
        stub = stub_of(host)
        return stub, stub.AddTorrent.future(
            ezio_pb2.AddRequest(torrent=content, save_path=path, seeding_mode=seeding,
                                max_connections=wanted.connections, max_uploads=wanted.uploads),
            wait_for_ready=True, timeout=START_LIMIT_SECONDS)

    if wanted.mode == "seed":
        host, directory = wanted.words
        add(host, directory, True)[1].result()
        return
    interval, words = float(wanted.words[0]), wanted.words[1:]
    waiting = [add(host, target, False) + (done,)
               for host, target, done in zip(words[0::3], words[1::3], words[2::3])]
    for _, added, _ in waiting:
        added.result()
    while waiting:
        time.sleep(interval)
        still = []
        for stub, added, done in waiting:
            if not all(t.is_finished for t in stub.GetTorrentStatus(ezio_pb2.UpdateRequest()).torrents.values()):
                still.append((stub, added, done))
                continue
            with open(done, "w", encoding="ascii") as f:
                f.write("done\n")
        waiting = still


try:
    main()
except grpc.RpcError as e:
    sys.exit(f"{e.code()}: {e.details()}")
