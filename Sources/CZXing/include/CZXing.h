#pragma once

// Pictures in, texts out: zxing-cpp (C++), libpng and libjpeg behind six C functions.
// No C++ exception and no longjmp leaves this library.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What the first bytes of a file say it is.
enum czxing_kind { CZXING_UNKNOWN = 0, CZXING_PNG = 1, CZXING_JPEG = 2 };

/// How a call ended.
enum czxing_status { CZXING_OK = 0, CZXING_DAMAGED = 1, CZXING_FAILED = 2, CZXING_TOO_LONG = 3 };

/// The kind of a picture, by its signature.
enum czxing_kind czxing_kind_of(const uint8_t *bytes, size_t count);

/// Reads width and height from the header, without decoding a single pixel.
enum czxing_status czxing_size(
    const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height);

/// Decodes to 8-bit grey, row after row without padding; `grey` holds width x height bytes.
enum czxing_status czxing_grey(
    const uint8_t *bytes, size_t count, uint8_t *grey, uint32_t width, uint32_t height);

/// Called once for each code found; text is UTF-8, format an ASCII name such as "QRCode".
typedef void (*czxing_found)(
    void *context, const uint8_t *text, size_t text_count, const char *format);

/// How a picture is prepared for the decoder; each finds codes that the others miss.
enum czxing_pass {
  /// As it is, against the darkness round each pixel.
  CZXING_AS_IT_IS = 0,
  /// Against one level for the whole picture: better for faint, evenly lit copies.
  CZXING_ONE_LEVEL = 1,
  /// At twice the size: for modules of less than three pixels. Skipped beyond 10 million pixels.
  CZXING_DOUBLED = 2,
  /// With a finder pattern redrawn that a fold or a blot has spoilt.
  CZXING_MENDED = 3
};

/// Finds QR and Code 128 symbols in a grey picture, in any of four rotations.
/// Bytes without an ECI mark are read as UTF-8, as Vietnamese identity cards mean them.
/// Memory: at most 5 bytes for each pixel, 80 million in all.
enum czxing_status czxing_read(
    const uint8_t *grey, uint32_t width, uint32_t height, enum czxing_pass pass,
    czxing_found found, void *context);

/// The passes in their order, through the last one named, until one finds a code; in a process of its
/// own that is killed after so many seconds: a hostile picture keeps the decoder busy for hours.
/// The child is a fork of the calling thread, so it shares no memory that it could spoil.
enum czxing_status czxing_read_apart(
    const uint8_t *grey, uint32_t width, uint32_t height, enum czxing_pass last, unsigned seconds,
    czxing_found found, void *context);

#ifdef __cplusplus
}
#endif
