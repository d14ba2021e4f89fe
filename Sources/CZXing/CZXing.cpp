#define ZX_USE_UTF8
#include "CZXing.h"

#include "mend.hpp"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <string>

// Doubling makes four pixels of one.
static const size_t most_pixels_doubled = 10000000;
// So many likely places of a damaged code are tried.
static const int most_mended = 6;

static ZXing::DecodeHints hints(ZXing::Binarizer binarizer) {
  return ZXing::DecodeHints()
      .setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128)
      .setTryHarder(true)
      .setTryRotate(true)
      .setTryDownscale(true)
      .setMaxNumberOfSymbols(64)
      .setCharacterSet("UTF-8")
      .setBinarizer(binarizer);
}

/// Where the texts go.
struct listener {
  czxing_found found;
  void *context;
};

/// Reads one picture in one way; true when there was a code.
static bool read(
    const uint8_t *grey, int width, int height, ZXing::Binarizer binarizer, listener listener) {
  const ZXing::ImageView picture(grey, width, height, ZXing::ImageFormat::Lum);
  bool is_found = false;
  for (const auto &code : ZXing::ReadBarcodes(picture, hints(binarizer))) {
    if (!code.isValid()) continue;
    const std::string text = code.text();
    const std::string format = ZXing::ToString(code.format());
    listener.found(listener.context, reinterpret_cast<const uint8_t *>(text.data()), text.size(),
                   format.c_str());
    is_found = true;
  }
  return is_found;
}

/// A picture of twice the width and height; between two pixels stand their means.
static grey_picture doubled(const uint8_t *grey, int width, int height) {
  grey_picture out{2 * width, 2 * height, {}};
  out.grey.resize(size_t(out.width) * size_t(out.height));
  uint8_t *to = out.grey.data();
  for (int y = 0; y < out.height; y++) {
    // A new pixel lies a quarter of an old one beside the middle of the nearest.
    const uint8_t *near = grey + size_t(y / 2) * size_t(width);
    const int other = std::clamp(y / 2 + (y % 2 == 0 ? -1 : 1), 0, height - 1);
    const uint8_t *far = grey + size_t(other) * size_t(width);
    for (int x = 0; x < width; x++) {
      const int left = std::max(x - 1, 0), right = std::min(x + 1, width - 1);
      const int here = 3 * near[x] + far[x];
      *to++ = uint8_t((3 * here + 3 * near[left] + far[left] + 8) / 16);
      *to++ = uint8_t((3 * here + 3 * near[right] + far[right] + 8) / 16);
    }
  }
  return out;
}

static bool read_doubled(
    const uint8_t *grey, int width, int height, ZXing::Binarizer binarizer, listener listener) {
  if (size_t(width) * size_t(height) > most_pixels_doubled) return false;
  const grey_picture large = doubled(grey, width, height);
  return read(large.grey.data(), large.width, large.height, binarizer, listener);
}

/// Stops at the first place that gives a code: two guesses may mean the same one.
static void read_mended(const uint8_t *grey, int width, int height, listener listener) {
  using ZXing::Binarizer;
  for (const auto &place : mended(grey, width, height, most_mended)) {
    const uint8_t *pixels = place.grey.data();
    for (const auto binarizer : {Binarizer::LocalAverage, Binarizer::GlobalHistogram}) {
      if (read(pixels, place.width, place.height, binarizer, listener)) return;
      if (read_doubled(pixels, place.width, place.height, binarizer, listener)) return;
    }
  }
}

enum czxing_status czxing_read(
    const uint8_t *grey, uint32_t width, uint32_t height, enum czxing_pass pass,
    czxing_found found, void *context) {
  using ZXing::Binarizer;
  const int columns = static_cast<int>(width), rows = static_cast<int>(height);
  const listener listener = {found, context};
  try {
    switch (pass) {
      case CZXING_AS_IT_IS: read(grey, columns, rows, Binarizer::LocalAverage, listener); break;
      case CZXING_ONE_LEVEL: read(grey, columns, rows, Binarizer::GlobalHistogram, listener); break;
      case CZXING_DOUBLED:
        if (!read_doubled(grey, columns, rows, Binarizer::LocalAverage, listener)) {
          read_doubled(grey, columns, rows, Binarizer::GlobalHistogram, listener);
        }
        break;
      case CZXING_MENDED: read_mended(grey, columns, rows, listener); break;
    }
    return CZXING_OK;
  } catch (...) {
    return CZXING_FAILED;
  }
}
