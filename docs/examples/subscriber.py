#!/usr/bin/python3
"""Follows pactwatch from any program: every change once, none missed. Usage: subscriber.py DATA_DIR [SINCE]"""
import json, sys, zmq  # Debian: python3-zmq

data, mark = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
context = zmq.Context()
live = context.socket(zmq.SUB)
live.subscribe("change.")
live.subscribe("heartbeat")
live.connect(f"ipc://{data}/changes.sock")   # subscribe first, replay second: nothing falls between
replay = context.socket(zmq.DEALER)
replay.connect(f"ipc://{data}/replay.sock")

while True:
    replay.send_multipart([b"1", b"replay", str(mark).encode(), b"change."])
    while (reply := replay.recv_multipart())[1] == b"item":
        mark = int(reply[4])
        change = json.loads(reply[6])["data"]
        print(mark, change["kind"], " + ".join(change["parties"]), change["term"], flush=True)
    mark, last = max(mark, int(reply[3])), int(reply[4])
    while last <= mark:                       # up to date: wait until a message or a heartbeat says more
        last = int(live.recv_multipart()[2])
