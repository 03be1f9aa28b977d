"""Plays the original daemon for our tools. Prints what it is told; ends on Shutdown."""

import sys
import threading
import time
from concurrent import futures

import grpc

import ezio_pb2 as messages
import ezio_pb2_grpc

GIB = 1 << 30
HASH = "0123456789abcdef0123456789abcdef01234567"


class Daemon(ezio_pb2_grpc.EZIOServicer):
    """One torrent that is finished at the third look, and never says how large a seed is."""

    def __init__(self):
        self.over = threading.Event()
        self.looks = 0
        self.paused = False

    def say(self, *words):
        print(*words, flush=True)

    def GetVersion(self, request, context):
        return messages.VersionResponse(version="v2.0.29-7-g9aedde3")

    def AddTorrent(self, request, context):
        if not request.torrent:
            context.abort(grpc.StatusCode.UNAVAILABLE, "failed to decode node")
        self.say("add", len(request.torrent), request.save_path, request.seeding_mode,
                 request.max_uploads, request.max_connections, request.sequential_download)
        return messages.AddResponse(result=True)

    def GetTorrentStatus(self, request, context):
        self.looks += 1
        finished = self.looks > 2
        torrent = messages.Torrent(
            hash=HASH, name="sda1", progress=1.0 if finished else 0.5, is_finished=finished,
            total=GIB, total_done=GIB if finished else GIB // 2, is_paused=self.paused,
            download_rate=0 if finished else 6 * GIB // 1000, upload_rate=GIB // 600,
            finished_time=30 if finished else 0, last_upload=-1, last_download=1, save_path="/dev/sda1")
        return messages.UpdateStatus(hashes=[HASH], torrents={HASH: torrent})

    def PauseTorrent(self, request, context):
        self.say("pause", request.hash)
        self.paused = True
        return messages.PauseTorrentResponse()

    def ResumeTorrent(self, request, context):
        self.say("resume", request.hash)
        return messages.ResumeTorrentResponse()

    def Shutdown(self, request, context):
        self.say("shutdown")
        self.over.set()
        return messages.Empty()


daemon = Daemon()
server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
ezio_pb2_grpc.add_EZIOServicer_to_server(daemon, server)
assert server.add_insecure_port(sys.argv[1])
server.start()
daemon.over.wait()
time.sleep(1.5)  # the original takes its time as well
server.stop(None)
