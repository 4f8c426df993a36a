"""Opens the browser when the dashboard answers: `python scripts/open_when_ready.py [PORT]` (start.cmd)."""

import socket
import sys
import time
import webbrowser

SECONDS = 300  # the first start makes the demo year


def answers(port: int) -> bool:
    """Whether something listens on this machine's port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait(port: int, seconds: float, pause: float = 1.0) -> bool:
    """Waits until the port answers; False when it did not in time."""
    until = time.monotonic() + seconds
    while not answers(port):
        if time.monotonic() > until:
            return False
        time.sleep(pause)
    return True


if __name__ == "__main__":
    given = int(sys.argv[1]) if len(sys.argv) > 1 else 8501
    if wait(given, SECONDS):
        webbrowser.open(f"http://127.0.0.1:{given}")
