"""Serves the same small files from many loopback addresses: each 127.0.0.N is a host of its own (Linux).

    python3 serve.py PORT HOSTS SIZE

It answers from memory, keeps connections open, and prints `ready` when it listens.
"""

import asyncio
import sys


async def answer(reader, writer, body):
    page = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: %d\r\n\r\n%%PDF-1.4 %-50s\n"
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            if path == b"/robots.txt":
                writer.write(missing)
            else:
                # No two files are the same, so that each must be kept.
                writer.write(page % (len(body) + 60, path[:50]))
                writer.write(body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(port, hosts, size):
    body = b"x" * size
    serve = lambda reader, writer: answer(reader, writer, body)
    servers = [await asyncio.start_server(serve, f"127.0.0.{host + 1}", port) for host in range(hosts)]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main(*map(int, sys.argv[1:4])))
