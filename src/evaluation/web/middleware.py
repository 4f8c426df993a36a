"""Makes the served page Danish, and gives the front page its name.

Streamlit's own page says `<html lang="en">`, which no setting changes, and knows its front page by no address.
Besides, it lets the browser remember the day of the reader's last visit.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from http.cookies import CookieError, SimpleCookie
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ENGLISH, _DANISH = b'<html lang="en"', b'<html lang="da"'


class DanishHtml:
    """Rewrites the language of HTML pages; everything else passes untouched.

    A page asked for as HTML is fetched uncompressed, since a gzipped body cannot be rewritten.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request on."""
        if scope["type"] != "http" or not _wants_html(scope):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, _Rewriter(send))


def _wants_html(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


class FrontPage:
    """Leads the front page's own address to "/": without it the link opens in an English "Page not found"."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.app, self.address = app, f"/{address}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request on, or leads it to the front page with the selection it names."""
        if scope["type"] != "http" or scope["path"].rstrip("/") != self.address:
            await self.app(scope, receive, send)
            return
        query = scope.get("query_string", b"").decode("latin-1")
        await RedirectResponse(f"/?{query}" if query else "/")(scope, receive, send)


class _Rewriter:
    """Holds an HTML answer back until it is whole, then sends it in Danish with its new length."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        elif message["type"] == "http.response.body":
            await self._collect(self._start, message)

    async def _collect(self, start: Message, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._body.replace(_ENGLISH, _DANISH, 1)
        kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        length = (b"content-length", str(len(body)).encode())
        await self._send({**start, "headers": [*kept, length]})
        await self._send({"type": "http.response.body", "body": body})


#: Cookies: the day of this visit, and of the one before it. A date each, no id.
THIS_VISIT, LAST_VISIT = "this_visit", "last_visit"
_KEPT = 400 * 24 * 3600  # seconds; browsers keep no cookie longer
_READERS_CLOCK = ZoneInfo("Europe/Copenhagen")


def today() -> date:
    """The day on the readers' clock."""
    return datetime.now(UTC).astimezone(_READERS_CLOCK).date()


def last_visit(cookies: Mapping[str, str], day: date) -> date | None:
    """The day of the reader's last visit before `day`; None at the first, or where the cookie is no such day."""
    return _before(cookies.get(LAST_VISIT, ""), day)


class RemembersVisit:
    """Gives a page's answer the two cookies of "nyt siden sidst", when the first page of a day is asked for."""

    def __init__(self, app: ASGIApp, clock: Callable[[], date] = today) -> None:
        self.app, self.clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes one request on."""
        if scope["type"] != "http" or not _wants_html(scope):
            await self.app(scope, receive, send)
            return
        headers = _visit_headers(scope, self.clock())

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *headers]}
            await send(message)

        await self.app(scope, receive, remembering)


def _visit_headers(scope: Scope, day: date) -> list[tuple[bytes, bytes]]:
    """What the browser is to keep; nothing on a day it has kept already."""
    given = _cookies(scope)
    if given.get(THIS_VISIT) == day.isoformat():
        return []
    before = _before(given.get(THIS_VISIT, ""), day)
    kept = {THIS_VISIT: day} | ({LAST_VISIT: before} if before else {})
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    rest = f"; Path=/; Max-Age={_KEPT}; SameSite=Lax; HttpOnly{secure}"
    return [(b"set-cookie", f"{name}={value.isoformat()}{rest}".encode()) for name, value in kept.items()]


def _cookies(scope: Scope) -> dict[str, str]:
    given = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(given.decode("latin-1")).items()}
    except CookieError:
        return {}


def _before(written: str, day: date) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if found < day else None


def _is_html(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    return bool(headers.get(b"content-type", b"").startswith(b"text/html"))
