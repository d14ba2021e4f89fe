"""A small disk that can be filled up."""

import contextlib
import os
import pathlib
import subprocess
import threading

SIZE_MEBIBYTES = 256
CHUNK = bytes(1 << 20)


class SmallDisk:
    """A tmpfs of its own. Mounting needs root, or sudo without a password."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        # Held while the disk is full, so that nobody tries a start that cannot succeed.
        self.lock = threading.Lock()
        owner = f"uid={os.getuid()},gid={os.getgid()}"
        self._root("mount", "-t", "tmpfs", "-o", f"size={SIZE_MEBIBYTES}m,mode=0755,{owner}",
                   "tmpfs", str(self.folder))

    def _root(self, *command):
        prefix = [] if os.getuid() == 0 else ["sudo", "-n"]
        done = subprocess.run([*prefix, *command], capture_output=True, text=True)
        assert done.returncode == 0, (
            f"the full disk is tried on a small tmpfs, which needs root: {' '.join(command)}: "
            f"{done.stderr.strip()}")

    @contextlib.contextmanager
    def full(self):
        """While it lasts, not a byte is free."""
        ballast = self.folder / "ballast"
        with self.lock:
            with open(ballast, "wb", buffering=0) as file:
                with contextlib.suppress(OSError):
                    while file.write(CHUNK):
                        pass
            try:
                yield
            finally:
                ballast.unlink()

    def remove(self):
        self._root("umount", "--lazy", str(self.folder))
