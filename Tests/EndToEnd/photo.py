"""Makes of a drawn page what a phone's camera makes of the printed one."""

import random

from PIL import Image, ImageChops, ImageFilter

# A phone's camera of 12 megapixels.
SIZE = (4000, 3000)


def photographed(page, path, seed=1):
    """A page of A4 landscape on a table, taken from the side: perspective, uneven light, a hand that
    was not quite still, the sensor's noise, and JPEG."""
    table = Image.new("RGB", (4200, 3200), (92, 74, 58))
    paper = Image.open(page).convert("RGB").resize((3508, 2480))
    table.paste(paper, (346, 360))
    seen = table.transform(SIZE, Image.Transform.PERSPECTIVE,
                           (1.03, 0.13, -60, -0.05, 1.12, 60, -2.0e-5, 4.5e-5),
                           Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").rotate(90).resize(SIZE)
    light = light.point(lambda value: 150 + value * 90 // 255)
    lit = ImageChops.multiply(seen, Image.merge("RGB", [light] * 3))
    still = lit.filter(ImageFilter.GaussianBlur(1.4))
    chance = random.Random(seed)
    grain = Image.frombytes("L", (SIZE[0] // 2, SIZE[1] // 2),
                            chance.randbytes(SIZE[0] * SIZE[1] // 4)).resize(SIZE)
    noisy = Image.blend(still, Image.merge("RGB", [grain] * 3), 0.06)
    noisy.save(path, "JPEG", quality=70)
    return path
