"""What a profile's models say of a fault: its name in `texts/intake.toml`, the key, and what stands there."""

from pydantic_core import PydanticCustomError


def fault(code: str, key: str, got: object, allowed: str = "") -> PydanticCustomError:
    """To be raised in a model; `profile_io` turns it into the sentence `[errors.profile_<code>]`."""
    return PydanticCustomError("profile", code, {"key": key, "got": str(got), "allowed": allowed})
