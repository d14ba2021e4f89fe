"""Reads the list of residents that `kioskd residents` prints."""

import csv
import io


def roster(kiosk):
    """Rows of the list: dictionaries by the names in its first line."""
    text = kiosk.command("residents").stdout.decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def cards_of(kiosk):
    return [next(iter(row.values())) for row in roster(kiosk)]
