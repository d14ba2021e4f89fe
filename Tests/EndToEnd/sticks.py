"""Memory sticks for tests: small file systems in memory, mounted below a folder of the test's own."""

import os
import pathlib
import subprocess

import pytest


class Stick:
    """One stick: plugged in, pulled out, write-protected, or nearly full."""

    def __init__(self, path, kibibytes=4096):
        self.path = pathlib.Path(path)
        self.path.mkdir(parents=True)
        self.mount(kibibytes)

    @property
    def folder(self):
        """Where the kiosk's desk writes."""
        return self.path / "learning-kiosk"

    def mount(self, kibibytes=4096):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "stick", self.path],
                       check=True)

    def protect(self, is_protected=True):
        mode = "ro" if is_protected else "rw"
        subprocess.run(["mount", "-o", f"remount,{mode}", self.path], check=True)

    def fill(self):
        """Leaves no room but for some names."""
        with open(self.path / "holiday.mp4", "wb", buffering=0) as film:
            try:
                while True:
                    film.write(b"\0" * 4096)
            except OSError:
                pass

    def pull(self):
        """Takes it away, whoever is using it."""
        subprocess.run(["umount", "-l", self.path], check=True)

    @property
    def is_mounted(self):
        return os.path.ismount(self.path)


@pytest.fixture
def sticks(tmp_path):
    """Makes sticks below `media`, which the kiosk's settings must name."""
    assert os.geteuid() == 0, "these tests mount file systems and must run as root"
    made = []

    def make(name, **options):
        made.append(Stick(tmp_path / "media" / name, **options))
        return made[-1]

    make.folders = f'["{tmp_path}/media"]'
    yield make
    for stick in made:
        while stick.is_mounted:
            stick.pull()
