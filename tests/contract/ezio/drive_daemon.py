"""Drives our daemon as the original tools do, and checks each answer. Arguments: torrent, directory."""

import sys
import time

import grpc

import ezio_pb2 as messages
import ezio_pb2_grpc

torrent_file, directory = sys.argv[1:]
stub = ezio_pb2_grpc.EZIOStub(grpc.insecure_channel("127.0.0.1:50051"))


def torrents():
    answer = stub.GetTorrentStatus(messages.UpdateRequest())
    return [answer.torrents[h] for h in answer.hashes]


def add(content, path, **more):
    return stub.AddTorrent(messages.AddRequest(torrent=content, save_path=path, **more))


def refused(code, text, content, path):
    try:
        add(content, path)
    except grpc.RpcError as e:
        assert e.code() == code, e
        assert text in e.details(), e
    else:
        raise AssertionError("was not refused")


with open(torrent_file, "rb") as f:
    content = f.read()

assert stub.GetVersion(messages.Empty()).version.startswith("v2.0.29")
assert torrents() == []

# A device that is not there fails this torrent, not the daemon; nor do bytes that are no torrent.
refused(grpc.StatusCode.FAILED_PRECONDITION, "/none", content, directory + "/none")
(lost,) = torrents()
assert lost.name == "sda1" and not lost.is_finished and "/none" in lost.error, lost
refused(grpc.StatusCode.UNAVAILABLE, "not a torrent", b"garbage", directory)
assert len(torrents()) == 2

# The same torrent again, this time where its data are.
assert add(content, directory, seeding_mode=True, max_uploads=4, max_connections=6).result
seed = [t for t in torrents() if t.name == "sda1"]
assert len(seed) == 1, seed
seed = seed[0]
assert seed.error == "" and seed.is_finished and seed.progress == 1.0 and seed.state == 5, seed
assert seed.total == seed.total_done == 5300000 and seed.num_pieces == 21, seed
assert seed.save_path == directory and len(seed.hash) == 40, seed
assert seed.last_upload == -1 and seed.last_download == -1 and not seed.is_paused, seed

# Twice is no error and changes nothing.
assert add(content, "/elsewhere").result
assert [t.save_path for t in torrents() if t.name == "sda1"] == [directory]

# The filter of the request is honoured.
answer = stub.GetTorrentStatus(messages.UpdateRequest(hashes=[seed.hash]))
assert list(answer.hashes) == [seed.hash] and list(answer.torrents) == [seed.hash], answer

# Pause and resume; unknown and malformed hashes have no effect.
for nonsense in ("0" * 40, "nonsense", ""):
    stub.PauseTorrent(messages.PauseTorrentRequest(hash=nonsense))
    stub.ResumeTorrent(messages.ResumeTorrentRequest(hash=nonsense))
for order, request, paused in (
    (stub.PauseTorrent, messages.PauseTorrentRequest, True),
    (stub.ResumeTorrent, messages.ResumeTorrentRequest, False),
):
    order(request(hash=seed.hash))
    (now,) = stub.GetTorrentStatus(messages.UpdateRequest(hashes=[seed.hash])).torrents.values()
    assert now.is_paused == paused and now.is_finished, now

# A torrent larger than a gRPC message usually may be arrives whole (and is then no torrent).
refused(grpc.StatusCode.UNAVAILABLE, "not a torrent", b"x" * (20 << 20), directory)

stub.Shutdown(messages.Empty())
time.sleep(0.1)
print("all as it should be")
