/* Preloaded into a program, it makes every fsync and fdatasync take 25 ms longer, as on a memory
   card. Both sides of a comparison are slowed alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowed(const char *name, int descriptor) {
  struct timespec pause = {.tv_nsec = 25 * 1000 * 1000};
  nanosleep(&pause, 0);
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  return real(descriptor);
}

int fsync(int descriptor) { return slowed("fsync", descriptor); }
int fdatasync(int descriptor) { return slowed("fdatasync", descriptor); }
