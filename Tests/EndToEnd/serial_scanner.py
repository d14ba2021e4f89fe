"""A serial scanner without hardware: a pseudo-terminal whose other end the kiosk opens as its device."""

import os


class SerialScanner:
    """Plugged in at `path`, which goes on naming it when it is pulled out and put in again."""

    def __init__(self, path):
        self.path = path
        self.file = None
        self.plug_in()

    def plug_in(self):
        self.file, device = os.openpty()
        self.path.symlink_to(os.ttyname(device))
        os.close(device)

    def pull_out(self):
        self.path.unlink()
        os.close(self.file)
        self.file = None

    def send(self, text, end="\r"):
        os.write(self.file, (text + end).encode())

    def setting(self):
        """The lines of kiosk.toml that make the kiosk read this scanner only."""
        return {"scanners.serial": f'["{self.path}"]'}
