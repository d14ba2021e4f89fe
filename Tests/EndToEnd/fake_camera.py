"""A film for Chromium's fake camera (--use-file-for-fake-video-capture): codes held up one after another,
grey pictures in YUV4MPEG2, which it plays again and again."""

import segno
from PIL import Image, ImageFilter

SIZE = (640, 480)
FRAMES_PER_SECOND = 10


def code(text):
    """The picture on a card: UTF-8 bytes without an ECI mark, as identity cards have it."""
    made = segno.make(text, encoding="utf-8", eci=False, mode="byte", error="m", micro=False)
    modules = made.symbol_size(border=4)[0]
    picture = Image.new("L", (modules, modules), 255)
    for y, row in enumerate(made.matrix_iter(border=4)):
        for x, dark in enumerate(row):
            picture.putpixel((x, y), 0 if dark else 255)
    return picture


def held_up(text):
    """A frame: the code on a card before a grey wall, a little turned and a little out of focus."""
    wall = Image.linear_gradient("L").resize(SIZE).point(lambda value: 90 + value // 4)
    if text is None:
        return wall
    picture = code(text)
    side = picture.width * max(1, 340 // picture.width)
    card = Image.new("L", (side + 40, side + 40), 245)
    card.paste(picture.resize((side, side), Image.Resampling.NEAREST), (20, 20))
    shape = Image.new("L", card.size, 255)
    turned, mask = (one.rotate(7, Image.Resampling.BICUBIC, expand=True) for one in (card, shape))
    wall.paste(turned, ((SIZE[0] - turned.width) // 2, (SIZE[1] - turned.height) // 2), mask)
    return wall.filter(ImageFilter.GaussianBlur(0.8))


def film(path, scenes):
    """Writes the scenes, each a text or None and its seconds."""
    grey = bytes([128]) * (SIZE[0] * SIZE[1] // 2)  # both colour planes, a quarter each
    with open(path, "wb") as file:
        file.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for text, seconds in scenes:
            frame = b"FRAME\n" + held_up(text).tobytes() + grey
            file.write(frame * round(seconds * FRAMES_PER_SECOND))
    return path
