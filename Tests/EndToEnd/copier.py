"""What years in a drawer and a bad office copier do to the printed code, in software.

The model was reasoned out from paper, toner and optics, with these numbers, before anything was
measured with it; it is not to be softened to please a decoder. All lengths are millimetres of the
paper, so that every resolution sees the same damage. Greys are 0 (black) to 255 (white).
"""

import math

import cv2
import numpy

# The fold. People fold a sheet of A4 parallel to its edges, roughly, and by chance through the code.
# The paper's fibres break along the crease and the toner on them flakes off in patches: all of it in
# one place, a third of it in another. The sheet no longer lies flat on the glass: a soft shadow.
CREASE_WIDTH_MM = (0.2, 0.4)
CREASE_TONER_LOST = (0.3, 1.0)
CREASE_PATCH_MM = 1.0
CREASE_SLOPE_DEGREES = (-2.0, 2.0)
SHADOW_SIGMA_MM = (0.4, 0.8)
SHADOW_DARKENS = (0.10, 0.30)

# The blots: ink and dirt, which hide the print, and coffee, grease or damp, which it shows through,
# in equal numbers. Small specks are commoner than large ones: the logarithm of the diameter is
# uniform. They fall anywhere on the code, on finder patterns too, until they cover this share of it.
BLOT_SHARE = 0.02
BLOT_DIAMETER_MM = (0.3, 3.0)
BLOT_ROUNDNESS = (0.5, 1.0)
BLOT_OPAQUE_CHANCE = 0.5
OPAQUE_GREY = (30, 90)
TRANSLUCENT_LETS_THROUGH = (0.5, 0.85)

# The copy. The glass is never quite square to the sheet. Optics and toner together pass half the
# contrast at 4.7 (good) to 2.2 (bad) line pairs a millimetre: a Gaussian of this sigma; a sensor adds
# half a pixel. Black comes out grey, white yellowish, and both are grainy.
CORNER_SHIFT_MM = (-0.75, 0.75)
TURN_DEGREES = (-4.0, 4.0)
BLUR_SIGMA_MM = (0.04, 0.085)
LEAST_BLUR_SIGMA_PIXELS = 0.4
CONTRAST = (0.65, 0.95)
BRIGHTNESS_SHIFT = (-12, 12)
NOISE_SIGMA = (4, 12)
PAPER_GREY = 250.0


def fold(picture, dpi, code, random_):
    """Creases the sheet once, along or across, through the code (left, top, right, bottom in mm)."""
    if random_.random() < 0.5:
        left, top, right, bottom = code
        return fold_across(picture.T, dpi, (top, left, bottom, right), random_).T
    return fold_across(picture, dpi, code, random_)


def fold_across(picture, dpi, code, random_):
    height, width = picture.shape
    across, down = numpy.meshgrid(numpy.arange(width) / dpi * 25.4,
                                  numpy.arange(height)[:, None] / dpi * 25.4, sparse=True)
    slope = math.tan(math.radians(random_.uniform(*CREASE_SLOPE_DEGREES)))
    crease = random_.uniform(code[1], code[3]) + slope * (across - (code[0] + code[2]) / 2)
    distance = numpy.abs(down - crease)
    shadow = numpy.exp(-0.5 * (distance / random_.uniform(*SHADOW_SIGMA_MM)) ** 2)
    dark = picture * (1 - random_.uniform(*SHADOW_DARKENS) * shadow)
    patches = [random_.uniform(*CREASE_TONER_LOST)
               for _ in range(math.ceil(width / dpi * 25.4 / CREASE_PATCH_MM) + 1)]
    lost = numpy.interp(across / CREASE_PATCH_MM, range(len(patches)), patches)
    # A pixel that the crease's edge crosses is part crease, part not.
    inside = numpy.clip((random_.uniform(*CREASE_WIDTH_MM) / 2 - distance) * dpi / 25.4 + 0.5, 0, 1)
    return dark + (numpy.maximum(PAPER_GREY, dark) - dark) * lost * inside


def blot(picture, dpi, code, random_):
    """Lets blots fall on the code until their union covers BLOT_SHARE of it."""
    out = picture.astype(numpy.float32)
    scale = dpi / 25.4
    left, top, right, bottom = (round(side * scale) for side in code)
    union = numpy.zeros(picture.shape, numpy.uint8)
    needed = BLOT_SHARE * (right - left) * (bottom - top) * 255
    while union[top:bottom, left:right].sum(dtype=numpy.int64) < needed:
        diameter = math.exp(random_.uniform(*map(math.log, BLOT_DIAMETER_MM)))
        axes = (diameter / 2, diameter / 2 * random_.uniform(*BLOT_ROUNDNESS))
        centre = (random_.uniform(code[0], code[2]), random_.uniform(code[1], code[3]))
        mask = numpy.zeros(picture.shape, numpy.uint8)
        # OpenCV takes sixteenths of a pixel when shift is 4.
        cv2.ellipse(mask, [round(x * scale * 16) for x in centre],
                    [round(x * scale * 16) for x in axes], random_.uniform(0, 180), 0, 360, 255, -1,
                    cv2.LINE_AA, 4)
        if random_.random() < BLOT_OPAQUE_CHANCE:
            under = numpy.minimum(out, random_.uniform(*OPAQUE_GREY))
        else:
            under = out * random_.uniform(*TRANSLUCENT_LETS_THROUGH)
        out += (under - out) * (mask / numpy.float32(255))
        union = numpy.maximum(union, mask)
    return out


def copy(picture, dpi, random_):
    """A photocopy: turned and out of square, soft, pale, grainy."""
    height, width = picture.shape
    reach = tuple(shift / 25.4 * dpi for shift in CORNER_SHIFT_MM)
    corners = numpy.float32([[0, 0], [width, 0], [width, height], [0, height]])
    moved = corners + numpy.float32(
        [[random_.uniform(*reach), random_.uniform(*reach)] for _ in range(4)])
    square = cv2.getPerspectiveTransform(corners, moved)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random_.uniform(*TURN_DEGREES), 1)
    out = cv2.warpPerspective(
        picture.astype(numpy.float32), numpy.vstack([turn, [0, 0, 1]]) @ square, (width, height),
        flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=PAPER_GREY)
    sigma = max(random_.uniform(*BLUR_SIGMA_MM) / 25.4 * dpi, LEAST_BLUR_SIGMA_PIXELS)
    out = cv2.GaussianBlur(out, (0, 0), sigma)
    out = 128 + (out - 128) * random_.uniform(*CONTRAST) + random_.uniform(*BRIGHTNESS_SHIFT)
    noise = numpy.random.default_rng(random_.getrandbits(64))
    grain = noise.standard_normal(out.shape, numpy.float32)
    return numpy.clip(out + grain * random_.uniform(*NOISE_SIGMA), 0, 255).astype(numpy.uint8)
