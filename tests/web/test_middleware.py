import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest

from evaluation.web.middleware import DanishHtml, FrontPage, RemembersVisit, last_visit

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


DAY = date(2026, 3, 20)


def visit(jar: SimpleCookie, day: date, *, accept: bytes = b"text/html", scheme: str = "http") -> list[str]:
    """Asks for a page on a day, keeps what a browser would keep, and gives the cookies as they were sent."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    kept = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
    headers = [(b"accept", accept), (b"cookie", kept.encode())]
    scope = {"type": "http", "path": "/", "scheme": scheme, "headers": headers}
    app = RemembersVisit(server([PAGE], b"text/html", []), clock=lambda: day)  # type: ignore[arg-type]
    run(app(scope, None, send))  # type: ignore[arg-type]
    given = [value.decode() for name, value in sent[0]["headers"] if name == b"set-cookie"]
    for cookie in given:
        jar.load(cookie)
    assert sent[1]["body"] == PAGE
    return given


def remembered(jar: SimpleCookie, day: date) -> date | None:
    return last_visit({name: morsel.value for name, morsel in jar.items()}, day)


def test_a_visit_remembers_the_day_of_the_one_before() -> None:
    jar = SimpleCookie()
    visit(jar, DAY)
    assert remembered(jar, DAY) is None
    later = DAY + timedelta(days=12)
    visit(jar, later)
    assert remembered(jar, later) == DAY


def test_a_second_page_on_the_same_day_forgets_nothing() -> None:
    jar = SimpleCookie()
    days = (DAY, DAY + timedelta(days=3))
    for day in days:
        visit(jar, day)
    assert visit(jar, days[1]) == []
    assert remembered(jar, days[1]) == DAY


def test_the_cookies_hold_a_date_each_and_nothing_else() -> None:
    jar = SimpleCookie()
    visit(jar, DAY)
    for cookie in visit(jar, DAY + timedelta(days=1)):
        pair, *attributes = cookie.split("; ")
        assert date.fromisoformat(pair.split("=")[1])
        assert {"SameSite=Lax", "HttpOnly", "Path=/"} < set(attributes)
        assert "Secure" not in attributes
    assert all("Secure" in c.split("; ") for c in visit(SimpleCookie(), DAY, scheme="https"))


def test_scripts_and_pictures_are_no_visit() -> None:
    assert visit(SimpleCookie(), DAY, accept=b"*/*") == []


@pytest.mark.parametrize("written", ["", "i dag", "2026-13-40", "2099-01-01", "2026-03-20", "<b>"])
def test_a_cookie_that_is_no_earlier_day_is_none(written: str) -> None:
    assert last_visit({"last_visit": written}, DAY) is None
    jar = SimpleCookie({"this_visit": written})
    visit(jar, DAY)
    assert remembered(jar, DAY) is None
