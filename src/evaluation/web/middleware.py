"""Makes the served page Danish, and gives the front page its name.

Streamlit's own page says `<html lang="en">`, which no setting changes, and knows its front page by no address.
"""

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


def _is_html(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    return bool(headers.get(b"content-type", b"").startswith(b"text/html"))
