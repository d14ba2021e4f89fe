/* Preloaded into a program, it makes every fsync and fdatasync take SLOW_DISK_MS milliseconds longer
   (25 when it is not set), as on a memory card. With SLOW_DISK_LOG it appends to that file, after each:
   when it began and ended, in microseconds of the wall clock, and the path. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void note(const char *log, int descriptor, long long begun, long long ended) {
  char link[64], path[512], line[640];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  int count = snprintf(line, sizeof line, "%lld %lld %s\n", begun, ended, path);
  int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  if (write(file, line, count) != count) abort();
  close(file);
}

static int slowed(const char *name, int descriptor) {
  const char *setting = getenv("SLOW_DISK_MS"), *log = getenv("SLOW_DISK_LOG");
  long pause = setting ? atol(setting) : 25;
  struct timespec wait = {.tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000};
  long long begun = microseconds();
  nanosleep(&wait, 0);
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int result = real(descriptor);
  if (log) note(log, descriptor, begun, microseconds());
  return result;
}

int fsync(int descriptor) { return slowed("fsync", descriptor); }
int fdatasync(int descriptor) { return slowed("fdatasync", descriptor); }
