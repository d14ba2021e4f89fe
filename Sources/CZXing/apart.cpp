// Decoding in a process of its own. zxing-cpp looks at every three of the finder patterns that it
// sees, so a picture tiled with them keeps it busy for hours: nothing inside the process could end it.

#include "CZXing.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <signal.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

// No picture that people bring holds so much text; more is not listened to.
static const size_t most_bytes = 1 << 20;
// The last byte that the child writes: its status, told from the beginning of a code by this bit.
static const uint8_t end_mark = 0x80;

/// What one code is on its way: two lengths, then text and format.
struct head {
  uint32_t text_count, format_count;
};

static bool write_all(int file, const void *bytes, size_t count) {
  const char *rest = static_cast<const char *>(bytes);
  while (count > 0) {
    const ssize_t written = write(file, rest, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest += written;
    count -= size_t(written);
  }
  return true;
}

/// What the child keeps: where it writes, and whether a pass has found something.
struct reporter {
  int file;
  bool is_found;
};

static void report(void *context, const uint8_t *text, size_t text_count, const char *format) {
  reporter *to = static_cast<reporter *>(context);
  to->is_found = true;
  const head head = {uint32_t(text_count), uint32_t(strlen(format))};
  const uint8_t begin = 0;
  if (!write_all(to->file, &begin, 1) || !write_all(to->file, &head, sizeof head) ||
      !write_all(to->file, text, text_count) || !write_all(to->file, format, head.format_count)) {
    _exit(1);
  }
}

/// Leaves the child with its pipe alone, under the number 3: a lock on the data directory or a visitor's
/// connection that the child kept open would outlive the service's own.
static void close_all_but(int file) {
  if (file != 3) dup2(file, 3);
  if (close_range(4, ~0U, 0) == 0) return;
  for (int other = 4, end = int(sysconf(_SC_OPEN_MAX)); other < end; other++) close(other);
}

/// The child: the passes in their order until one finds a code.
[[noreturn]] static void decode(
    int file, const uint8_t *grey, uint32_t width, uint32_t height, enum czxing_pass last_pass,
    unsigned seconds) {
  close_all_but(file);
  file = 3;
  // A limit that the kernel keeps even if whoever waits for us is gone. At the hard limit it kills.
  const rlimit limit = {seconds, seconds};
  setrlimit(RLIMIT_CPU, &limit);
  reporter reporter = {file, false};
  enum czxing_status status = CZXING_OK;
  for (int pass = CZXING_AS_IT_IS; pass <= last_pass && status == CZXING_OK; pass++) {
    status = czxing_read(grey, width, height, czxing_pass(pass), report, &reporter);
    if (reporter.is_found) break;
  }
  const uint8_t last = end_mark | uint8_t(status);
  _exit(write_all(file, &last, 1) ? 0 : 1);
}

static long long milliseconds_now() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/// Everything the child writes; false when it took too long.
static bool collect(int file, unsigned seconds, std::string &bytes) {
  const long long end = milliseconds_now() + 1000LL * seconds;
  char part[1 << 14];
  while (bytes.size() < most_bytes) {
    pollfd waiting = {file, POLLIN, 0};
    const long long left = end - milliseconds_now();
    const int ready = poll(&waiting, 1, left > 0 ? int(left) : 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t count = read(file, part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return true;
    bytes.append(part, size_t(count));
  }
  return true;
}

/// Takes the child's words apart; anything but whole codes and a status at the end is a failure.
static enum czxing_status hand_on(const std::string &bytes, czxing_found found, void *context) {
  size_t at = 0;
  while (at < bytes.size() && !(uint8_t(bytes[at]) & end_mark)) {
    head head;
    if (bytes.size() - at - 1 < sizeof head) return CZXING_FAILED;
    memcpy(&head, bytes.data() + at + 1, sizeof head);
    at += 1 + sizeof head;
    if (bytes.size() - at < size_t(head.text_count) + head.format_count) return CZXING_FAILED;
    const std::string format(bytes, at + head.text_count, head.format_count);
    found(context, reinterpret_cast<const uint8_t *>(bytes.data()) + at, head.text_count,
          format.c_str());
    at += size_t(head.text_count) + head.format_count;
  }
  if (at + 1 != bytes.size()) return CZXING_FAILED;
  return czxing_status(uint8_t(bytes[at]) & ~end_mark);
}

enum czxing_status czxing_read_apart(
    const uint8_t *grey, uint32_t width, uint32_t height, enum czxing_pass last, unsigned seconds,
    czxing_found found, void *context) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return CZXING_FAILED;
  const pid_t child = fork();
  if (child == 0) decode(ends[1], grey, width, height, last, seconds);
  close(ends[1]);
  std::string bytes;
  bool is_in_time = true;
  try {
    is_in_time = child > 0 && collect(ends[0], seconds, bytes);
  } catch (...) {
    is_in_time = false;
  }
  close(ends[0]);
  if (child < 0) return CZXING_FAILED;
  if (!is_in_time) kill(child, SIGKILL);
  int state = 0;
  while (waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  if (!is_in_time || (WIFSIGNALED(state) && WTERMSIG(state) == SIGKILL)) return CZXING_TOO_LONG;
  return hand_on(bytes, found, context);
}
