"""Opens idle clients and prints what each costs a process: idle.py PORT COUNT PID.

Each client logs in by trust, runs one query and then rests. Memory is what the kernel counts as
resident for the process, before and after, divided by the clients.
"""
import resource
import socket
import struct
import sys
import time


def startup():
    body = struct.pack("!i", 196608)
    for text in ("user", "postgres", "database", "bench", ""):
        body += text.encode() + b"\0"
    return struct.pack("!i", len(body) + 4) + body


def frame(kind, body):
    return kind + struct.pack("!i", len(body) + 4) + body


def read_ready(client):
    """Reads frames up to ReadyForQuery."""
    data = b""
    while True:
        more = client.recv(65536)
        if not more:
            raise SystemExit("the proxy closed a connection: %r" % data[:200])
        data += more
        if data[-6:-1] == b"Z\0\0\0\5":
            return


def resident(pid):
    with open("/proc/%d/status" % pid) as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) * 1024
    raise SystemExit("no VmRSS")


def main():
    port, count, pid = (int(text) for text in sys.argv[1:4])
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 100), hard))
    before = resident(pid)
    clients = []
    for _ in range(count):
        client = socket.create_connection(("127.0.0.1", port), 20)
        client.sendall(startup())
        read_ready(client)
        client.sendall(frame(b"Q", b"SELECT 1\0"))
        read_ready(client)
        clients.append(client)
    time.sleep(1)
    print(max(0, resident(pid) - before) // count)
    for client in clients:
        client.sendall(frame(b"X", b""))
        client.close()
    time.sleep(2)


main()
