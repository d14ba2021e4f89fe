#pragma once

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// Defines `library()`, which opens the library once, and `find()`, which looks a function up in it
// and in all that it depends on. A library of the same major version has every function of ours;
// should one be missing all the same, the process cannot go on, as with any linked library.
#define LIBRARY_ON_DEMAND(file)                                                        \
  static void *opened;                                                                 \
  static void open_library(void) { opened = dlopen(file, RTLD_LAZY | RTLD_LOCAL); }    \
  static void *library(void) {                                                         \
    static pthread_once_t once = PTHREAD_ONCE_INIT;                                    \
    pthread_once(&once, open_library);                                                 \
    return opened;                                                                     \
  }                                                                                    \
  static void *find(const char *name) {                                                \
    void *found = library() == NULL ? NULL : dlsym(library(), name);                   \
    if (found == NULL) {                                                               \
      fprintf(stderr, "event=library-missing library=%s function=%s\n", file, name);   \
      abort();                                                                         \
    }                                                                                  \
    return found;                                                                      \
  }

// Defines a function of the library: it finds the real one at its first call and calls it.
// Two threads may both look it up; they find and store the same address.
#define ON_DEMAND(result, name, parameters, arguments)                                 \
  result name parameters {                                                             \
    static __typeof__(&name) real;                                                     \
    __typeof__(&name) known = __atomic_load_n(&real, __ATOMIC_ACQUIRE);                \
    if (known == NULL) {                                                               \
      known = (__typeof__(&name))find(#name);                                          \
      __atomic_store_n(&real, known, __ATOMIC_RELEASE);                                \
    }                                                                                  \
    return known arguments;                                                            \
  }
