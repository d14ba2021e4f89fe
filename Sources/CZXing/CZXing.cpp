#define ZX_USE_UTF8
#include "CZXing.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/ReadBarcode.h>

#include <string>

static ZXing::DecodeHints hints() {
  return ZXing::DecodeHints()
      .setFormats(ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128)
      .setTryHarder(true)
      .setTryRotate(true)
      .setTryDownscale(true)
      .setMaxNumberOfSymbols(64)
      .setCharacterSet("UTF-8");
}

enum czxing_status czxing_read(
    const uint8_t *grey, uint32_t width, uint32_t height, czxing_found found, void *context) {
  try {
    ZXing::ImageView picture(
        grey, static_cast<int>(width), static_cast<int>(height), ZXing::ImageFormat::Lum);
    for (const auto &code : ZXing::ReadBarcodes(picture, hints())) {
      if (!code.isValid()) continue;
      const std::string text = code.text();
      const std::string format = ZXing::ToString(code.format());
      found(context, reinterpret_cast<const uint8_t *>(text.data()), text.size(), format.c_str());
    }
    return CZXING_OK;
  } catch (...) {
    return CZXING_FAILED;
  }
}
