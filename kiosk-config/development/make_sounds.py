#!/usr/bin/env python3
"""Makes the four sounds of the check-in screen: python3 make_sounds.py FOLDER (by custom assets).

They are told apart by rhythm first and by pitch second, for ears that no longer hear high or low:

    in          short, long     two notes that rise
    out         long, short     two notes that fall
    attention   three short     the same note three times, like a knock
    error       one long        one deep, rough note

All that sounds lies between 500 and 3000 Hz, where weak hearing is best and a small loudspeaker is loud.
The files are WAV with 8-bit mu-law samples, 8000 a second: half the size of linear ones as fine, and
every browser plays them.
"""

import math
import pathlib
import struct
import sys

RATE = 8000
MU_LAW = 7  # the format's number in a WAV file
LOUDEST = 0.8
EDGE_SECONDS = 0.006  # notes begin and end softly, so that nothing clicks

# A note: from when, for how long (seconds), its pitch (Hz), and how loud its partials are. Chimes die
# away; the rough one is held.
CHIME = {1: 1.0, 2: 0.28}
ROUGH = {1: 1.0, 2: 0.55, 3: 0.45, 4: 0.25}
SOUNDS = {
    "in": [(0.0, 0.09, 784, CHIME), (0.1, 0.26, 1175, CHIME)],
    "out": [(0.0, 0.22, 1175, CHIME), (0.24, 0.12, 784, CHIME)],
    "attention": [(0.0, 0.1, 988, CHIME), (0.17, 0.1, 988, CHIME), (0.34, 0.1, 988, CHIME)],
    "error": [(0.0, 0.55, 523, ROUGH)],
}


def note(length, pitch, partials):
    """The samples of one note, -1 to 1."""
    whole = sum(partials.values())
    count = round(length * RATE)
    samples = []
    for index in range(count):
        moment = index / RATE
        edge = min(1, moment / EDGE_SECONDS, (length - moment) / EDGE_SECONDS)
        fading = 1 if partials is ROUGH else math.exp(-3 * moment / length)
        wave = sum(loud * math.sin(2 * math.pi * pitch * order * moment)
                   for order, loud in partials.items())
        samples.append(edge * fading * wave / whole)
    return samples


def mixed(notes):
    """The notes at their times in one row of samples, as loud as all the others."""
    length = max(start + duration for start, duration, _, _ in notes)
    row = [0.0] * round(length * RATE)
    for start, duration, pitch, partials in notes:
        first = round(start * RATE)
        for index, sample in enumerate(note(duration, pitch, partials)):
            if first + index < len(row):
                row[first + index] += sample
    peak = max(map(abs, row))
    return [LOUDEST * sample / peak for sample in row]


def mu_law(sample):
    """One sample as ITU-T G.711 writes it: sign, exponent and four bits, all inverted."""
    size = min(32635, round(abs(sample) * 32767)) + 132
    exponent = size.bit_length() - 8
    sign = 0x80 if sample < 0 else 0
    return ~(sign | exponent << 4 | size >> (exponent + 3) & 0x0F) & 0xFF


def wav(samples):
    """A WAV file: the format with its empty extension, the number of samples, the samples."""
    data = bytes(map(mu_law, samples))
    form = struct.pack("<HHIIHHH", MU_LAW, 1, RATE, RATE, 1, 8, 0)
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
        for name, body in ((b"fmt ", form), (b"fact", struct.pack("<I", len(data))), (b"data", data)))
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def files():
    """The names of the files and their bytes."""
    return {f"door-{name}.wav": wav(mixed(notes)) for name, notes in SOUNDS.items()}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[0])
    for file_name, content in files().items():
        pathlib.Path(sys.argv[1], file_name).write_bytes(content)
        print(f"{file_name} {len(content)} bytes")
