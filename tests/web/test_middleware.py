import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from evaluation.web.middleware import DanishHtml, FrontPage

Message = dict[str, Any]
PAGE = b'<!doctype html>\n<html lang="en">\n<p>lang="en"</p></html>'


def server(chunks: list[bytes], content_type: bytes, seen: list[Message]) -> Callable[..., Awaitable[None]]:
    """An inner app that answers with these chunks and notes what it was asked."""

    async def app(scope: Message, _receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
        seen.append(scope)
        length = str(sum(map(len, chunks))).encode()
        headers = [(b"content-type", content_type), (b"Content-Length", length), (b"x-kept", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, chunk in enumerate(chunks):
            more = number < len(chunks) - 1
            await send({"type": "http.response.body", "body": chunk, "more_body": more})

    return app


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser test in the same process leaves a running event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


def ask(
    chunks: list[bytes],
    *,
    accept: bytes = b"text/html,*/*",
    content_type: bytes = b"text/html; charset=utf-8",
) -> tuple[list[Message], Message]:
    seen: list[Message] = []
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    headers = [(b"accept", accept), (b"accept-encoding", b"gzip"), (b"host", b"x")]
    scope = {"type": "http", "headers": headers}
    run(DanishHtml(server(chunks, content_type, seen))(scope, receive, send))  # type: ignore[arg-type]
    return sent, seen[0]


@pytest.mark.parametrize("chunks", [[PAGE], [PAGE[:20], PAGE[20:], b""]])
def test_a_page_is_danish_with_the_right_length(chunks: list[bytes]) -> None:
    (start, body), _ = ask(chunks)
    assert body["body"] == PAGE.replace(b'<html lang="en"', b'<html lang="da"')
    headers = dict(start["headers"])
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert headers[b"x-kept"] == b"1"
    assert b"Content-Length" not in headers


def test_a_page_is_asked_for_uncompressed() -> None:
    _, scope = ask([PAGE])
    assert [name for name, _ in scope["headers"]] == [b"accept", b"host"]


def test_what_is_not_html_passes_as_it_is() -> None:
    script = b'var x = "<html lang=\\"en\\""'
    sent, _ = ask([script[:5], script[5:]], content_type=b"text/javascript")
    assert [message.get("body") for message in sent[1:]] == [script[:5], script[5:]]


def test_other_requests_keep_their_compression() -> None:
    sent, scope = ask([PAGE], accept=b"*/*")
    assert (b"accept-encoding", b"gzip") in scope["headers"]
    assert sent[1]["body"] == PAGE


def test_websockets_pass() -> None:
    asked: list[Message] = []

    async def app(scope: Message, _receive: object, _send: object) -> None:
        asked.append(scope)

    scope = {"type": "websocket", "headers": []}
    run(DanishHtml(app)(scope, None, None))  # type: ignore[arg-type]
    assert asked == [scope]


@pytest.mark.parametrize(
    ("path", "query", "expected"),
    [
        ("/overblik", b"", "/"),
        ("/overblik/", b"periode=x", "/?periode=x"),
        ("/steder", b"", None),
        ("/", b"", None),
    ],
)
def test_the_front_page_answers_to_its_name(path: str, query: bytes, expected: str | None) -> None:
    sent: list[Message] = []
    passed: list[str] = []

    async def app(scope: Message, _receive: object, _send: object) -> None:
        passed.append(scope["path"])

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "query_string": query, "headers": []}
    run(FrontPage(app, "overblik")(scope, None, send))  # type: ignore[arg-type]
    led = [dict(m["headers"])[b"location"].decode() for m in sent if m["type"] == "http.response.start"]
    assert led == ([] if expected is None else [expected])
    assert passed == ([path] if expected is None else [])
