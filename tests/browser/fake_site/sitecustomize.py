"""Read by Python at start if this folder is on PYTHONPATH: puts the fake service in the real one's place."""

import importlib.abc
import importlib.util
import os
import sys
from pathlib import Path


class _FakeService(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path, target=None):  # noqa: ANN001, ANN202
        if fullname != "evaluation.web.service":
            return None
        fake = Path(__file__).resolve().parents[2] / "web" / "fake_service.py"
        return importlib.util.spec_from_file_location(fullname, fake)


if "FAKE_SERVICE" in os.environ:
    sys.meta_path.insert(0, _FakeService())
