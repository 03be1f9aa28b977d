"""After a transfer: the numbers that the seeder's and the leecher's daemon tell of it belong together."""

import sys

import grpc

import ezio_pb2 as messages
import ezio_pb2_grpc

LENGTH, PIECES = 5300000, 21


def torrent(port):
    stub = ezio_pb2_grpc.EZIOStub(grpc.insecure_channel("127.0.0.1:%d" % port))
    (only,) = stub.GetTorrentStatus(messages.UpdateRequest()).torrents.values()
    return only


seeder, leecher = torrent(50052), torrent(50051)
for one in (seeder, leecher):
    assert one.hash == seeder.hash and one.name == "sda1" and one.error == "", one
    assert one.is_finished and not one.is_paused and one.state == 5 and one.progress == 1.0, one
    assert one.total == one.total_done == LENGTH and one.num_pieces == PIECES, one
    assert one.active_time >= one.finished_time == one.seeding_time >= 0, one
    assert one.num_peers in (0, 1) and one.download_rate >= 0 and one.upload_rate >= 0, one
assert leecher.save_path == sys.argv[1], leecher
assert leecher.total_payload_download == seeder.total_payload_upload >= LENGTH, (leecher, seeder)
assert leecher.total_payload_upload == seeder.total_payload_download == 0, (leecher, seeder)
assert 0 <= leecher.last_download <= leecher.active_time and leecher.last_upload == -1, leecher
assert 0 <= seeder.last_upload <= seeder.active_time and seeder.last_download == -1, seeder
print("all as it should be")
