"""The verification service of the invented city's makers, on loopback: it knows what they delivered, and signs.

A real little server that speaks docs/wire/maker-service.md and nothing else; each maker has its own path and key.
"""

import json
import logging
import signal
import sys
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from nacl.signing import SigningKey

from quanheng.connectors.maker_service import (
    Answer,
    AnswerUnusable,
    JudgedMarks,
    Question,
    decode_question,
    seal_answer,
)
from quanheng.simulator.fleet import maker_key

QUESTION_BYTES_MAX = 16 * 1024
MARKS = ("model", "serial", "production_code", "repair_code", "seal_number")
say = logging.getLogger("quanheng.simulator.maker")


@dataclass(frozen=True)
class Maker:
    """What one maker has on record: its scales by GTIN and serial number."""

    key: SigningKey
    made: dict[tuple[str, str], dict[str, Any]]


def makers_of(manifest: dict[str, Any]) -> dict[str, Maker]:
    """By credit code, as in the path of their service."""
    return {
        one["uscc"]: Maker(
            maker_key(manifest["seed"], one["uscc"]),
            {(row["gtin"], row["serial"]): row for row in manifest["instruments"] if row["maker"] == one["name"]},
        )
        for one in manifest.get("makers", [])
    }


def answer(maker: Maker, question: Question, now_ms: int) -> Answer:
    """Whether the maker made it, and mark by mark whether it is that of the factory record."""
    row = maker.made.get((question.gtin, question.marks.serial)) or _by_code(maker, question)
    if row is None:
        return Answer(question.query, now_ms, made=False)
    judged = JudgedMarks(**{name: _judged(row, name, getattr(question.marks, name)) for name in MARKS})
    return Answer(question.query, now_ms, True, judged, row.get("in_use_since", ""), row.get("sold_to", ""))


def _by_code(maker: Maker, question: Question) -> dict[str, Any] | None:
    """By its production code, where the label with the GTIN is gone."""
    code = question.marks.production_code
    found = (row for row in maker.made.values() if code and row.get("production_code") == code)
    return next(found, None)


def _judged(row: dict[str, Any], name: str, found: str) -> Any:
    known = row.get(name, "")
    if not known or (name in ("production_code", "repair_code") and not row["conforming"]):
        return "unknown"
    return "same" if found == known else "differs"


class Desk(BaseHTTPRequestHandler):
    """POST /{credit code} with one question."""

    makers: dict[str, Maker] = {}
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_POST(self) -> None:
        maker = self.makers.get(self.path.strip("/"))
        length = self.headers.get("Content-Length", "")
        if maker is None or not length.isdigit() or int(length) > QUESTION_BYTES_MAX:
            self._reply(404 if maker is None else 400, b"")
            return
        try:
            question = decode_question(self.rfile.read(int(length)))
        except AnswerUnusable:
            self._reply(400, b"")
            return
        told = answer(maker, question, time.time_ns() // 1_000_000)
        say.info("%s %s: made here: %s", question.gtin, question.marks.serial, told.made)
        self._reply(200, seal_answer(told, maker.key))

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Each answer is told by ``say`` once."""


def server(manifest: dict[str, Any], port: int) -> ThreadingHTTPServer:
    """Listening on loopback; the caller lets it serve."""
    desk = type("CityDesk", (Desk,), {"makers": makers_of(manifest)})
    return ThreadingHTTPServer(("127.0.0.1", port), desk)


def main(manifest_path: Path, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C, one line an answer."""
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    standing = server(json.loads(manifest_path.read_text(encoding="utf-8")), port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: Thread(target=standing.shutdown).start())
    say.info("the makers of the city answer on port %d", port)
    standing.serve_forever()
    standing.server_close()
