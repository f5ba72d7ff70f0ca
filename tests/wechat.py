"""WeChat on the loopback: a real HTTP server that answers only what the recorded contract foresees."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

CONTRACT = Path(__file__).parent / "connectors" / "wechat_contract.json"
ANYTHING = "{…}"
APP = {"WECHAT_APP_ID": "wx0000000000000000", "WECHAT_APP_SECRET": "invented-secret"}
OPENID = "oInventedOpenid0000000000001"
TEMPLATE = "invented-template"


def exchanges() -> dict[str, dict[str, Any]]:
    told = json.loads(CONTRACT.read_text(encoding="utf-8"))["exchanges"]
    return {one["name"]: one for one in told}


def agrees(expected: Any, given: Any) -> bool:
    if isinstance(expected, dict):
        return (
            isinstance(given, dict)
            and expected.keys() == given.keys()
            and all(agrees(one, given[name]) for name, one in expected.items())
        )
    return isinstance(given, str) and given != "" if expected == ANYTHING else expected == given


def answer_to(method: str, target: str, body: bytes) -> dict[str, Any] | None:
    """What the contract answers to a request; None where it foresees none like it."""
    parts = urlsplit(target)
    given = {"method": method, "path": parts.path, "query": dict(parse_qsl(parts.query))}
    if body:
        given["body"] = json.loads(body)
    return next((one["answer"] for one in exchanges().values() if agrees(one["request"], given)), None)


@dataclass
class WeChat:
    url: str
    asked: list[str] = field(default_factory=list)
    stale_tokens: int = 0  # how many calls are told that their token ran out


@contextmanager
def wechat_on_loopback() -> Iterator[WeChat]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.asked.append(urlsplit(self.path).path)
            said = answer_to(self.command, self.path, body)
            if "access_token=" in self.path and told.stale_tokens:
                told.stale_tokens -= 1
                said = exchanges()["a notice with a token that ran out"]["answer"]
            content = json.dumps(said or {"errcode": 99999, "errmsg": "not in the contract"}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json; encoding=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = WeChat(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
