"""What must hold for every page in a real browser."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

# Streamlit asks for these below a deep link's path first, gets 404 and then asks at the root.
KNOWN_404 = ("/_stcore/health", "/_stcore/host-config")

# Violations in Streamlit's own elements, which no setting or style of ours can mend: rule, element, why.
STREAMLITS_OWN = {
    ("presentation-role-conflict", "stFileUploaderDropzone"): (
        "the uploader's frame has role=presentation and takes focus; its button inside is named and reachable"
    ),
}


@dataclass
class Watched:
    """What a page did while it was open."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def foreign_hosts(self, home: str) -> set[str]:
        """Hosts other than the server's own that were asked for anything."""
        hosts = {urlsplit(url).netloc for url in self.requests if url.startswith(("http", "ws"))}
        return hosts - {urlsplit(home).netloc}

    def unexpected_errors(self) -> list[str]:
        """Console errors other than Streamlit's two known 404s below a deep link."""
        return [
            error for error in self.errors if not ("404" in error and error.rstrip(")").endswith(KNOWN_404))
        ]


def watch(page: Page) -> Watched:
    """Begins to note requests and console errors."""
    seen = Watched()
    page.on("request", seen.on_request)
    page.on("console", seen.on_console)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    return seen


def our_violations(page: Page) -> list[str]:
    """What axe finds wrong, without what is Streamlit's own."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        for node in violation["nodes"]
        if not any(rule == violation["id"] and part in node["html"] for rule, part in STREAMLITS_OWN)
    ]


def widths(page: Page) -> tuple[int, int]:
    """How wide the content wants to be, and how wide the window is."""
    wanted: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth)"
    )
    window: int = page.evaluate("window.innerWidth")
    return wanted, window


def tabbed(page: Page, most: int = 60) -> list[str]:
    """The names of what the Tab key reaches, in order, until it starts over."""
    names: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name: str = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (!e || e === document.body) return '';
                return (e.getAttribute('aria-label') || e.innerText || e.tagName).trim();
            }"""
        )
        if names and name == names[0]:
            break
        if name:
            names.append(name)
    return names


def has_visible_focus(page: Page) -> bool:
    """Whether the focused element, or the frame that stands for it, shows a 3 px outline."""
    visible: bool = page.evaluate(
        """() => {
            let e = document.activeElement;
            for (let i = 0; e && i < 3; i++, e = e.parentElement) {
                const style = getComputedStyle(e);
                if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 3) return true;
            }
            return false;
        }"""
    )
    return visible
