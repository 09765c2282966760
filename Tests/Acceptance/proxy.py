# SPDX-License-Identifier: Apache-2.0
"""A bad network in front of a gateway: requests go through unchanged, answers may not."""

import http.server
import threading
from collections import deque

from wire import Connection, Request

INTERNAL_ERROR = b'{"Message":"The network is to blame.","RequestID":"00000000-0000-0000-0000-000000000000"}'


class Proxy:
    """Forwards every request; while `faults` is not empty, each answer is spoilt as its first element says.

    "drop": the connection ends without an answer. "error": the answer becomes a 500. In both cases the gateway has
    done its work, which is what makes retries dangerous. `attempts` keeps the headers of what went through.
    """

    def __init__(self, gateway, *faults):
        self.faults = deque(faults)
        self.attempts = []
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = dict(self.headers.items())
                proxy.attempts.append(headers)
                with Connection(gateway.address) as connection:
                    response = connection.perform(Request("POST", self.path, headers, body))
                fault = proxy.faults.popleft() if proxy.faults else None
                if fault == "drop":
                    self.close_connection = True
                    return
                if fault == "error":
                    self.answer(500, {"x-amzn-ErrorType": "InternalServerErrorException"}, INTERNAL_ERROR)
                    return
                kept = {n: v for n, v in response.headers.items() if n.lower() in ("content-type", "x-amzn-requestid")}
                self.answer(response.status, kept, response.body)

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = "http://{}:{}".format(*self.server.server_address)

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
