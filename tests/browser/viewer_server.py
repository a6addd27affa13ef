"""A small server of synthetic series for the viewer: the contract that the real one keeps.

The page is the viewer's own template beside two score fields, under the strict policy that the
product has. Pictures are blocks of known values: a test can say which grey a place must have.
"""

from __future__ import annotations

import gzip
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from django.template.loader import render_to_string
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("viewer_page.html")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
    " connect-src 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Stack:
    """One synthetic series: its picture of slice k, and the fields of its manifest."""

    kind: str
    plane: str
    label: str
    rows: int = 384
    columns: int = 512
    n: int = 20
    spacing: tuple[float, float] | None = (0.3, 0.3)
    step: float = 3.0
    film: bool = False
    inverted: bool = False
    offset: int = -100

    @property
    def axes(self) -> dict[str, list[float]] | None:
        """Coronal: x to the side, y down the hand. Axial: x to the side, y from back to palm."""
        if self.film or self.spacing is None:
            return None
        down, across = self.spacing
        corner = [-self.columns * across / 2 + across / 2, 0.0, 0.0]
        depth = (self.n - 1) * self.step / 2
        half = self.rows * down / 2 - down / 2
        if self.plane == "coronal":
            corner[1:] = [-half, -depth]
            return {"x": [1, 0, 0], "y": [0, 1, 0], "z": [0, 0, 1], "origin": corner}
        corner[1:] = [-depth, -half]
        return {"x": [1, 0, 0], "y": [0, 0, 1], "z": [0, 1, 0], "origin": corner}


def _axial(kind: str, label: str) -> Stack:
    return Stack(kind, "axial", label, 320, 320, 30, (0.3, 0.3), 2.5)


MRI = (
    Stack("t1", "coronal", "coronal T1"),
    Stack("stir", "coronal", "coronal STIR"),
    _axial("t1", "axial T1"),
    _axial("t1_contrast", "axial T1 + Gd"),
)
FILMS = (
    Stack("hands", "", "hands", 2320, 2800, 1, (0.1, 0.1), film=True, inverted=True, offset=0),
)
SETS: dict[str, tuple[Stack, ...]] = {"mri": MRI, "films": FILMS, "none": ()}


@cache
def pixels(stack: Stack, column: str, k: int) -> np.ndarray:
    """Stored values: four blocks around the middle, an ellipse of noise-free tissue, and air.

    The top left block counts the slice: 1000 + 10 * k, and 500 more in column B.
    """
    y, x = np.mgrid[0 : stack.rows, 0 : stack.columns].astype(np.float32)
    u, v = x / stack.columns - 0.5, y / stack.rows - 0.5
    tissue = 700 + 250 * np.sin(14 * u + k / 5) * np.cos(11 * v) + 1500 * (u**2 + v**2)
    inside = (u / 0.42) ** 2 + (v / 0.46) ** 2 < 1
    picture = np.where(inside, tissue, 110).astype(np.uint16)
    h, w = stack.rows // 8, stack.columns // 8
    top, left = stack.rows // 2 - h, stack.columns // 2 - w
    value = 1000 + 10 * k + (500 if column == "B" else 0)
    for row, line in enumerate([(value, 400), (100, 1600)]):
        for place, stored in enumerate(line):
            rows = slice(top + row * h, top + (row + 1) * h)
            picture[rows, left + place * w : left + (place + 1) * w] = stored
    return picture


@cache
def frame(stack: Stack, column: str, k: int) -> bytes:
    """The bytes of a frame as the server sends them: planes, then gzip."""
    values = pixels(stack, column, k)
    planes = (values & 0xFF).astype(np.uint8).tobytes() + (values >> 8).astype(np.uint8).tobytes()
    return gzip.compress(planes, 6 if stack.n > 1 else 1)


@cache
def preview(stack: Stack, column: str) -> bytes:
    """A small JPEG in the window and direction of the manifest."""
    values = pixels(stack, column, 0)[::4, ::4].astype(float) + stack.offset
    grey = np.clip(values / 2000 * 255, 0, 255)
    picture = Image.fromarray((255 - grey if stack.inverted else grey).astype(np.uint8))
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=88)
    return held.getvalue()


def manifest(name: str, column: str, place: int) -> dict[str, Any]:
    """The manifest of a series."""
    stack = SETS[name][place]
    here = f"/series/{name}/{column}/{place}"
    middle = (stack.n - 1) / 2
    return {
        "rows": stack.rows,
        "columns": stack.columns,
        "n": stack.n,
        "spacing": stack.spacing,
        "thickness": None if stack.film else stack.step,
        "z": [(k - middle) * stack.step for k in range(stack.n)],
        "window": [1000, 2000],
        "presets": [
            {"name": "Bone", "window": [1200, 800]},
            {"name": "Soft", "window": [600, 700]},
        ],
        "inverted": stack.inverted,
        "offset": stack.offset,
        "slope": 1.0,
        "intercept": 0.0,
        "padding": None,
        "relation": stack.axes,
        "preview": f"{here}/preview" if stack.film else None,
        "frames": [f"{here}/{k}" for k in range(stack.n)],
    }


def columns(name: str) -> list[dict[str, Any]]:
    """What the page hands the viewer."""
    return [
        {
            "letter": letter,
            "series": [
                {
                    "kind": stack.kind,
                    "plane": stack.plane,
                    "side": "R",
                    "label": stack.label,
                    "film": stack.film,
                    "manifest": f"/series/{name}/{letter}/{place}",
                }
                for place, stack in enumerate(SETS[name])
            ],
        }
        for letter in "AB"
    ]


def page(query: dict[str, list[str]]) -> str:
    """The viewer's page; `second` is its window without a form."""
    name = query.get("set", ["mri"])[0]
    is_second = "second" in query
    viewer = render_to_string(
        "scoring/_viewer.html",
        {
            "channel": f"case-{name}",
            "window_url": f"/?set={name}&second=1",
            "is_second": is_second,
        },
    )
    keys = render_to_string("scoring/_viewer_keys.html")
    given = json.dumps(columns(name)).replace('"', "&quot;")
    text = PAGE.read_text(encoding="utf-8")
    theme = query.get("theme", [""])[0]
    filled = {
        "VIEWER": viewer,
        "HEAD": render_to_string("scoring/_viewer_head.html"),
        "KEYS": keys,
        "COLUMNS": given,
        "FEATURE": query.get("feature", ["erosion"])[0],
        "THEME": f' data-theme="{theme}"' if theme else "",
        "FORM": "hidden" if is_second else "",
    }
    for word, value in filled.items():
        text = text.replace(f"%{word}%", value)
    return text


class Handler(BaseHTTPRequestHandler):
    """Page, static files, manifests and frames."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        words = parts.path.strip("/").split("/")
        if parts.path == "/":
            self.send(page(parse_qs(parts.query)).encode(), "text/html; charset=utf-8")
        elif parts.path == "/page.js":
            self.send(PAGE.with_suffix(".js").read_bytes(), "text/javascript")
        elif words[0] == "static":
            self.send_static(ROOT.joinpath(*words))
        elif words[0] == "series":
            self.send_series(words[1], words[2], int(words[3]), words[4:])
        else:
            self.send_error(404)

    def send_static(self, path: Path) -> None:
        if path.is_file() and path.suffix in TYPES:
            kept = {"Cache-Control": "public, max-age=3600"}
            self.send(path.read_bytes(), TYPES[path.suffix], kept)
        else:
            self.send_error(404)

    def send_series(self, name: str, column: str, place: int, rest: list[str]) -> None:
        stack = SETS[name][place]
        kept = {"Cache-Control": "private, max-age=3600"}
        if not rest:
            self.send(json.dumps(manifest(name, column, place)).encode(), "application/json")
        elif rest[0] == "preview":
            self.send(preview(stack, column), "image/jpeg", kept)
        else:
            body = frame(stack, column, int(rest[0]))
            kept["Content-Encoding"] = "gzip"
            self.send(body, "application/octet-stream", kept)

    def send(self, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(200)
        all_headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": POLICY,
            **(headers or {}),
        }
        for key, value in all_headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests' output is for their own words."""


class Server(ThreadingHTTPServer):
    """Browsers go away while they are answered; that is no fault."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        return


@contextmanager
def serving() -> Iterator[str]:
    """Give the address of a server that runs as long as the block."""
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
