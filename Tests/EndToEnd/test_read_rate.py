"""How often the printed code is read after a photocopy, and after a fold, blots and a photocopy.

What is measured: sheets as `kioskd sample` draws them are rendered at 150, 203, 300 and 600 dots per
inch, damaged and copied by the fixed model of copier.py, and given to five readers. A sample is one
picture of the code and the paper round it, and it is tried once; a person with a phone holds still
for dozens of frames, which this does not count. The readers:

* zxing-cpp once: the Python package as it comes, one look at the picture as it is.
* zxing-cpp, 3 sizes: as it is, then at 4 and at 6 pixels a module, until one gives the text.
* the kiosk: `kioskd read` on a PNG file: Debian's zxing-cpp and the passes of CZXing, which also
  redraws a finder pattern that a crease or a blot has spoilt.
* zbar once: zbarimg on the picture as it is. It takes the grain of a fine scan for edges, and wants
  more than the two and a half pixels a module of a coarse one.
* zbar, 4 px: zbarimg on the picture at 4 pixels a module, as applications with a camera scale it.

All that is random comes from SEEDS. The tables are printed (pytest -s) and left in
artifacts/read-rate.md.
"""

import multiprocessing
import random
import subprocess

import cv2
import numpy
import pytest
import zxingcpp
from PIL import Image

import copier
from conftest import ARTIFACTS
from daemons import ROOT, binary, run

SEEDS = [1, 2, 3, 4, 5]
CERTIFICATES = 5
RESOLUTIONS = [150, 203, 300, 600]
COPIED, FOLDED = "copied", "folded, 2 % blots, copied"
READERS = ["zxing-cpp once", "zxing-cpp, 3 sizes", "the kiosk", "zbar once", "zbar, 4 px"]
# Copies of each certificate for each seed: most where the issue sets goals.
COPIES = {(dpi, condition): 2 for dpi in RESOLUTIONS for condition in (COPIED, FOLDED)}
COPIES |= {(300, COPIED): 8, (300, FOLDED): 8}
# Where the code stands on the sheet, with the paper round it, in millimetres.
CROP = (36, 143, 86, 191)
# A module of version 15: ten dots of a 600 dpi printer.
MODULE_MM = 10 / 600 * 25.4


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The crops by resolution and page, and for each page the text and the code's place in the crop."""
    folder = tmp_path_factory.mktemp("sheets")
    pdf = folder / "sheets.pdf"
    run("kioskd", "sample", "--config", ROOT / "kiosk-config" / "kiosk.toml", "--paper", "course",
        "--count", CERTIFICATES, "--out", pdf)
    pages = range(1, CERTIFICATES + 1)
    crops = {dpi: [crop(render(pdf, page, dpi, folder), dpi) for page in pages]
             for dpi in RESOLUTIONS}
    texts, places = [], []
    for picture in crops[300]:
        found = zxingcpp.read_barcodes(picture)
        assert [one.format.name for one in found] == ["QRCode"], found
        texts.append(found[0].text)
        corners = found[0].position.top_left, found[0].position.bottom_right
        places.append([side / 300 * 25.4 for corner in corners for side in (corner.x, corner.y)])
    assert len(set(texts)) == CERTIFICATES
    return crops, texts, places


def render(pdf, page, dpi, folder):
    stem = folder / f"page-{page}-{dpi}"
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile",
         str(pdf), str(stem)], check=True)
    return numpy.asarray(Image.open(f"{stem}.pgm"))


def crop(page, dpi):
    left, top, right, bottom = (round(side / 25.4 * dpi) for side in CROP)
    return page[top:bottom, left:right]


def samples(sheets, dpi, condition, seed):
    """The pictures of one cell of the table for one seed, and the text that each must give."""
    crops, texts, places = sheets
    chance = random.Random(f"{seed} {dpi} {condition}")
    for picture, text, place in zip(crops[dpi], texts, places):
        for _ in range(COPIES[dpi, condition]):
            sheet = picture
            if condition == FOLDED:
                sheet = copier.fold(copier.blot(sheet, dpi, place, chance), dpi, place, chance)
            yield copier.copy(sheet, dpi, chance), text


def at_module(picture, dpi, pixels):
    """The picture at so many pixels a module."""
    scale = pixels / (MODULE_MM / 25.4 * dpi)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)


def read_by_zxing(picture, text):
    return any(one.text == text for one in zxingcpp.read_barcodes(picture))


def read_by_kiosk(picture, text, folder):
    path = folder / "sample.png"
    Image.fromarray(picture).save(path, compress_level=1)
    done = subprocess.run([binary("kioskd"), "read", path], capture_output=True, check=False)
    assert done.returncode in (0, 2), done.stderr
    return text in done.stdout.decode().splitlines()


def read_by_zbar(pictures, texts, folder):
    """How many of the pictures zbar reads; all in one process, which says the file of each code."""
    names = []
    for index, picture in enumerate(pictures):
        names.append(folder / f"{index:04}.pgm")
        Image.fromarray(picture).save(names[-1])
    done = subprocess.run(
        ["zbarimg", "--quiet", "--xml", "-Sdisable", "-Sqrcode.enable", *map(str, names)],
        capture_output=True, check=False)
    said = done.stdout.decode("utf-8", errors="replace")
    hits = 0
    for part in said.split("<source href=")[1:]:
        index = int(part.split(".pgm", 1)[0][-4:])
        hits += texts[index] in part
    return hits


def hits(sheets, dpi, condition, seed, folder):
    """How many samples of a cell there are for one seed, and how many each reader reads."""
    folder.mkdir()
    counts = dict.fromkeys(READERS, 0)
    pictures, texts = zip(*samples(sheets, dpi, condition, seed))
    for picture, text in zip(pictures, texts):
        once = read_by_zxing(picture, text)
        counts["zxing-cpp once"] += once
        counts["zxing-cpp, 3 sizes"] += once or any(
            read_by_zxing(at_module(picture, dpi, pixels), text) for pixels in (4, 6))
        counts["the kiosk"] += read_by_kiosk(picture, text, folder)
    counts["zbar once"] = read_by_zbar(pictures, texts, folder)
    scaled = [at_module(picture, dpi, 4) for picture in pictures]
    counts["zbar, 4 px"] = read_by_zbar(scaled, texts, folder)
    return len(pictures), counts


def pooled(results):
    """The sums over several seeds."""
    total = sum(count for count, _ in results)
    return total, {reader: sum(counts[reader] for _, counts in results) for reader in READERS}


def row(*heads, result):
    total, counts = result
    rates = [f"{counts[reader] / total:.0%}" for reader in READERS]
    return f"| {' | '.join(map(str, [*heads, total, *rates]))} |"


def table(cells):
    """Two tables: all seeds together, and the cell with the hardest goal for each seed."""
    heads = " | ".join(["samples", *READERS])
    rule = "---: | " * len(READERS) + "---: |"
    lines = [f"| dpi | condition | {heads} |", f"| ---: | --- | {rule}"]
    for dpi, condition in COPIES:
        result = pooled([cells[dpi, condition, seed] for seed in SEEDS])
        lines.append(row(dpi, condition, result=result))
    lines += ["", f"300 dpi, {FOLDED}:", "", f"| seed | {heads} |", f"| ---: | {rule}"]
    lines += [row(seed, result=cells[300, FOLDED, seed]) for seed in SEEDS]
    return "\n".join(lines)


def test_a_clean_print_is_read_by_every_decoder_at_every_resolution(sheets, tmp_path):
    crops, texts, _ = sheets
    for dpi in RESOLUTIONS:
        assert all(map(read_by_zxing, crops[dpi], texts)), dpi
        assert all(read_by_kiosk(*pair, tmp_path) for pair in zip(crops[dpi], texts)), dpi
        assert read_by_zbar(crops[dpi], texts, tmp_path) == CERTIFICATES, dpi


def test_the_code_is_read_after_copying_folding_and_staining(sheets, tmp_path):
    keys = [(dpi, condition, seed) for dpi, condition in COPIES for seed in SEEDS]
    work = [(sheets, *key, tmp_path / str(index)) for index, key in enumerate(keys)]
    with multiprocessing.Pool(2) as pool:
        cells = dict(zip(keys, pool.starmap(hits, work, chunksize=1)))
    text = table(cells)
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / "read-rate.md").write_text(text + "\n")
    print("\n" + text)

    copied, folded = [
        pooled([cells[300, condition, seed] for seed in SEEDS]) for condition in (COPIED, FOLDED)]
    assert copied[0] >= 200 and folded[0] >= 200
    for reader in READERS:
        assert copied[1][reader] >= 0.98 * copied[0], f"{reader}\n{text}"
    for seed in SEEDS:
        count, counts = cells[300, FOLDED, seed]
        assert counts["the kiosk"] >= 0.80 * count, f"seed {seed}\n{text}"
