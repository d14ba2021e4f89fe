#pragma once

// Redraws a finder pattern that a crease or a blot has damaged. zxing-cpp gives up on a QR code as
// soon as one of its three finder patterns is hurt, though error correction would get over the loss.
// One of the three is redrawn; where a fold runs through two of them, nothing is found.

#include <cstdint>
#include <vector>

/// A grey picture, row after row; 255 is white.
struct grey_picture {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> grey;
};

/// The surroundings of likely codes, cut out and with the missing finder pattern redrawn; the
/// likeliest first, at most `most`. Takes one byte more for each pixel, and time in proportion to
/// the pixels; what it looks at besides is bounded by constants.
std::vector<grey_picture> mended(const uint8_t *grey, int width, int height, int most);
