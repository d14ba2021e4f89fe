"""How often the printed code is read: sheets rendered as printers and scanners of several
resolutions would, then copied, folded and stained in software, and read by two decoders.

Everything random comes from one seed, which is printed. The table is printed too (pytest -s) and
written to artifacts/read-rate.txt.
"""

import random
import subprocess

import cv2
import numpy
import pytest
import zxingcpp
from PIL import Image

from conftest import ARTIFACTS
from daemons import ROOT, run

SEED = 20261125
CERTIFICATES = 5
COPIES = 12
RESOLUTIONS = [150, 203, 300, 600]
CONDITIONS = ["clean", "copied", "copied, folded, stained"]
# Where the code stands on the sheet, with the paper round it, in millimetres.
CROP = (36, 143, 86, 191)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The crops of the codes by resolution, and the text that each code must give."""
    folder = tmp_path_factory.mktemp("sheets")
    pdf = folder / "sheets.pdf"
    run("kioskd", "sample", "--config", ROOT / "kiosk-config" / "kiosk.toml", "--paper", "course",
        "--count", CERTIFICATES, "--out", pdf)
    texts = []
    for page in range(1, CERTIFICATES + 1):
        found = zxingcpp.read_barcodes(render(pdf, page, 300, folder))
        assert [one.format.name for one in found] == ["QRCode"], f"page {page}: {found}"
        texts.append(found[0].text)
    assert len(set(texts)) == CERTIFICATES
    crops = {
        dpi: [crop(render(pdf, page, dpi, folder), dpi) for page in range(1, CERTIFICATES + 1)]
        for dpi in RESOLUTIONS}
    return crops, texts


def render(pdf, page, dpi, folder):
    stem = folder / f"page-{page}-{dpi}"
    subprocess.run(
        ["pdftoppm", "-gray", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile",
         str(pdf), str(stem)], check=True)
    return numpy.asarray(Image.open(f"{stem}.pgm"))


def crop(page, dpi):
    left, top, right, bottom = (round(side / 25.4 * dpi) for side in CROP)
    return page[top:bottom, left:right]


def copied(picture, dpi, random_):
    """A photocopy: slightly turned and out of square, soft, noisy, paler."""
    height, width = picture.shape
    corners = numpy.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = corners + numpy.float32(
        [[random_.uniform(-0.015, 0.015) * width, random_.uniform(-0.015, 0.015) * height]
         for _ in range(4)])
    turn = cv2.getPerspectiveTransform(corners, moved)
    angle = cv2.getRotationMatrix2D((width / 2, height / 2), random_.uniform(-4, 4), 1)
    turn = numpy.vstack([angle, [0, 0, 1]]) @ turn
    out = cv2.warpPerspective(picture, turn, (width, height), flags=cv2.INTER_LINEAR,
                              borderMode=cv2.BORDER_CONSTANT, borderValue=255)
    # The blur of the lens and the toner: up to a fifth of a module of 0.42 mm, and half a dot.
    sigma = random_.uniform(0.04, 0.085) / 25.4 * dpi
    out = cv2.GaussianBlur(out, (0, 0), max(sigma, 0.4)).astype(numpy.float32)
    contrast = random_.uniform(0.65, 0.95)
    out = 128 + (out - 128) * contrast + random_.uniform(-12, 12)
    noise = numpy.random.default_rng(random_.getrandbits(32))
    out += noise.normal(0, random_.uniform(4, 12), out.shape)
    return numpy.clip(out, 0, 255).astype(numpy.uint8)


def stained(picture, dpi, random_):
    """A fold across the code and blots over 2 % of the picture, before it is copied."""
    out = picture.copy()
    height, width = out.shape
    millimetre = dpi / 25.4
    # The fold: a shadow of about a millimetre darkens the paper, and in its middle toner flakes off
    # along most of a line of 0.15 to 0.3 mm.
    y = random_.uniform(0.3, 0.7) * height
    slope = random_.uniform(-0.06, 0.06) * height
    shadow = numpy.full_like(out, 255)
    ends = ((0, round(y - slope)), (width, round(y + slope)))
    cv2.line(shadow, *ends, 200, max(1, round(random_.uniform(0.6, 1.2) * millimetre)))
    out = numpy.minimum(out, shadow)
    flake = max(1, round(random_.uniform(0.15, 0.3) * millimetre))
    at = 0.0
    while at < 1:
        to = min(1, at + random_.uniform(0.05, 0.25))
        piece = [(round(x * width), round(y + (2 * x - 1) * slope)) for x in (at, to)]
        cv2.line(out, *piece, 235, flake)
        at = to + random_.uniform(0.01, 0.06)
    # Blots: specks of ink, stains that show the print through, and scuffed places.
    left, covered = 0.02 * height * width, 0
    while covered < left:
        radius = random_.uniform(0.4, 1.6) * millimetre
        centre = (round(random_.uniform(0, width)), round(random_.uniform(0, height)))
        axes = (max(1, round(radius)), max(1, round(radius * random_.uniform(0.5, 1))))
        kind = random_.choice(["ink", "stain", "stain", "stain", "scuff"])
        if kind == "stain":
            blot = numpy.full_like(out, 255)
            cv2.ellipse(blot, centre, axes, random_.uniform(0, 180), 0, 360,
                        random_.choice([150, 175, 200]), -1)
            out = numpy.minimum(out, blot)
        else:
            cv2.ellipse(out, centre, axes, random_.uniform(0, 180), 0, 360,
                        50 if kind == "ink" else 235, -1)
        covered += 3.14 * axes[0] * axes[1]
    return out


def sample(picture, dpi, condition, random_):
    if condition == "clean":
        return picture
    if "stained" in condition:
        picture = stained(picture, dpi, random_)
    return copied(picture, dpi, random_)


def read_by_zxing(picture, text):
    return any(one.text == text for one in zxingcpp.read_barcodes(picture))


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


def test_the_code_is_read_after_copying_folding_and_staining(sheets, tmp_path):
    crops, texts = sheets
    random_ = random.Random(SEED)
    rates, lines = {}, [f"seed {SEED}, {CERTIFICATES} certificates"]
    lines.append(f"{'dpi':>4}  {'condition':<26}{'samples':>8}{'zxing-cpp':>11}{'zbar':>8}")
    total = 0
    for dpi in RESOLUTIONS:
        for condition in CONDITIONS:
            copies = 1 if condition == "clean" else COPIES
            pictures, wanted = [], []
            for picture, text in zip(crops[dpi], texts):
                for _ in range(copies):
                    pictures.append(sample(picture, dpi, condition, random_))
                    wanted.append(text)
            ours = sum(map(read_by_zxing, pictures, wanted))
            folder = tmp_path / f"{dpi}-{CONDITIONS.index(condition)}"
            folder.mkdir()
            theirs = read_by_zbar(pictures, wanted, folder)
            total += len(pictures)
            rates[dpi, condition] = (ours / len(pictures), theirs / len(pictures))
            lines.append(f"{dpi:>4}  {condition:<26}{len(pictures):>8}"
                         f"{ours / len(pictures):>11.1%}{theirs / len(pictures):>8.1%}")
    table = "\n".join(lines)
    ARTIFACTS.mkdir(exist_ok=True)
    (ARTIFACTS / "read-rate.txt").write_text(table + "\n")
    print("\n" + table)

    assert total >= 200
    for dpi in RESOLUTIONS:
        assert rates[dpi, "clean"] == (1, 1), table
    assert rates[300, "copied"][0] >= 0.98, table
    assert rates[300, "copied, folded, stained"][0] >= 0.80, table
