"""The few exceptions of the program. A user's error says what was wrong, what was found and what to do."""


class UserError(Exception):
    """Something a user can mend.

    `what` says what is wrong, `got` what was found (never a citizen's data), `fix` what to do.
    All three are Danish sentences made in `texts/`.
    """

    def __init__(self, what: str, got: str, fix: str, *, key: str = "") -> None:
        self.what, self.got, self.fix, self.key = what, got, fix, key
        super().__init__(" ".join(part for part in (what, got, fix) if part))
