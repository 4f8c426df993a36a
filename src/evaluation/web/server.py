"""Starts Streamlit in this process, as its own command would."""

from streamlit.web import cli


def run() -> int:
    """Serves what `sys.argv` names until it is stopped; the exit status."""
    outcome = cli.main(standalone_mode=False)
    return outcome if isinstance(outcome, int) else 0
