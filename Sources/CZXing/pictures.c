#include "CZXing.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// jpeglib.h uses FILE and size_t without including their headers.
#include <jpeglib.h>

// A progressive JPEG may ask for thousands of passes over the picture; photographs have about ten.
static const int most_jpeg_scans = 64;

enum czxing_kind czxing_kind_of(const uint8_t *bytes, size_t count) {
  static const uint8_t png[8] = {0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A};
  static const uint8_t jpeg[3] = {0xFF, 0xD8, 0xFF};
  if (count >= sizeof png && memcmp(bytes, png, sizeof png) == 0) return CZXING_PNG;
  if (count >= sizeof jpeg && memcmp(bytes, jpeg, sizeof jpeg) == 0) return CZXING_JPEG;
  return CZXING_UNKNOWN;
}

// PNG: the simplified API of libpng 1.6 catches its own errors.

static enum czxing_status png_size(
    const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height) {
  png_image image = {.version = PNG_IMAGE_VERSION};
  if (!png_image_begin_read_from_memory(&image, bytes, count)) return CZXING_DAMAGED;
  *width = image.width;
  *height = image.height;
  png_image_free(&image);
  return CZXING_OK;
}

static enum czxing_status png_grey(
    const uint8_t *bytes, size_t count, uint8_t *grey, uint32_t width, uint32_t height) {
  png_image image = {.version = PNG_IMAGE_VERSION};
  if (!png_image_begin_read_from_memory(&image, bytes, count)) return CZXING_DAMAGED;
  if (image.width != width || image.height != height) {
    png_image_free(&image);
    return CZXING_FAILED;
  }
  image.format = PNG_FORMAT_GRAY;
  const png_color white = {255, 255, 255};  // what shows through transparent pixels
  const int done = png_image_finish_read(&image, &white, grey, (png_int_32)width, NULL);
  png_image_free(&image);
  return done ? CZXING_OK : CZXING_DAMAGED;
}

// JPEG: libjpeg leaves by longjmp to the frame that called it.

struct jpeg_failure {
  struct jpeg_error_mgr manager;
  jmp_buf frame;
};

static void fail(j_common_ptr info) {
  longjmp(((struct jpeg_failure *)info->err)->frame, 1);
}

static void stay_silent(j_common_ptr info) { (void)info; }

static void stop_after_many_scans(j_common_ptr info) {
  if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > most_jpeg_scans) {
    fail(info);
  }
}

static enum czxing_status jpeg(
    const uint8_t *bytes, size_t count, uint8_t *grey, uint32_t *width, uint32_t *height) {
  struct jpeg_decompress_struct info;
  struct jpeg_failure failure;
  struct jpeg_progress_mgr progress = {.progress_monitor = stop_after_many_scans};
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = fail;
  failure.manager.output_message = stay_silent;
  if (setjmp(failure.frame)) {
    jpeg_destroy_decompress(&info);
    return CZXING_DAMAGED;
  }
  jpeg_create_decompress(&info);
  info.progress = &progress;
  jpeg_mem_src(&info, bytes, count);
  jpeg_read_header(&info, TRUE);
  if (grey == NULL) {
    *width = info.image_width;
    *height = info.image_height;
  } else if (info.image_width != *width || info.image_height != *height) {
    fail((j_common_ptr)&info);
  } else {
    info.out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = grey + (size_t)info.output_scanline * *width;
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  }
  jpeg_destroy_decompress(&info);
  return CZXING_OK;
}

enum czxing_status czxing_size(
    const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height) {
  switch (czxing_kind_of(bytes, count)) {
    case CZXING_PNG: return png_size(bytes, count, width, height);
    case CZXING_JPEG: return jpeg(bytes, count, NULL, width, height);
    case CZXING_UNKNOWN: return CZXING_DAMAGED;
  }
  return CZXING_DAMAGED;
}

enum czxing_status czxing_grey(
    const uint8_t *bytes, size_t count, uint8_t *grey, uint32_t width, uint32_t height) {
  switch (czxing_kind_of(bytes, count)) {
    case CZXING_PNG: return png_grey(bytes, count, grey, width, height);
    case CZXING_JPEG: return jpeg(bytes, count, grey, &width, &height);
    case CZXING_UNKNOWN: return CZXING_DAMAGED;
  }
  return CZXING_DAMAGED;
}
