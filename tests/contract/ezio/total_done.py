"""Prints how many bytes the daemon on the usual port has of its only torrent."""

import grpc

import ezio_pb2 as messages
import ezio_pb2_grpc

stub = ezio_pb2_grpc.EZIOStub(grpc.insecure_channel("127.0.0.1:50051"))
(torrent,) = stub.GetTorrentStatus(messages.UpdateRequest()).torrents.values()
print(torrent.hash, torrent.total_done)
