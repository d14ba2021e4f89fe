/* Sends requests over kept-alive connections and measures each from its first byte written to its
   last byte read. Usage: load PORT CONNECTIONS EXPECTED < requests, where each request stands as a
   line with its length in bytes, then its bytes. EXPECTED must occur in every answer, which must
   have status 200. Connections take the next request in turn, so each request is sent once.
   Prints JSON: per_second, p50_ms, p99_ms, max_ms, sent, failed. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct request { const char *bytes; size_t size; };
static struct request *requests;
static double *taken;
static size_t count;
static atomic_size_t next, failed;
static int port;
static const char *expected;

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static int dial(void) {
  int socket_ = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct timeval limit = {.tv_sec = 60};
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (connect(socket_, (struct sockaddr *)&to, sizeof to)) { perror("load: connect"); exit(1); }
  return socket_;
}

/* Reads one answer with a Content-Length; 1 when it is the expected one. */
static int read_answer(int socket_, char *buffer, size_t room) {
  size_t have = 0, whole = 0;
  while (!whole || have < whole) {
    ssize_t got = read(socket_, buffer + have, room - 1 - have);
    if (got <= 0) return 0;
    have += got;
    buffer[have] = 0;
    char *end = whole ? 0 : strstr(buffer, "\r\n\r\n");
    if (!end) continue;
    char *length = strcasestr(buffer, "\r\ncontent-length:");
    if (!length || length > end) return 0;
    whole = (end + 4 - buffer) + strtoul(length + 17, 0, 10);
    if (whole >= room) return 0;
  }
  return !strncmp(buffer, "HTTP/1.1 200", 12) && strstr(buffer, expected);
}

static void *connection(void *unused) {
  size_t room = 1 << 20;
  char *buffer = malloc(room);
  int socket_ = dial();
  for (size_t i; (i = atomic_fetch_add(&next, 1)) < count;) {
    double start = now_ms();
    int good = write(socket_, requests[i].bytes, requests[i].size) == (ssize_t)requests[i].size &&
               read_answer(socket_, buffer, room);
    taken[i] = now_ms() - start;
    if (good) continue;
    if (!atomic_fetch_add(&failed, 1)) fprintf(stderr, "load: first failure: %.400s\n", buffer);
    close(socket_);
    socket_ = dial();
  }
  close(socket_);
  free(buffer);
  return 0;
}

int main(int arguments, char **argument) {
  if (arguments != 4) return 64;
  port = atoi(argument[1]);
  int connections = atoi(argument[2]);
  expected = argument[3];
  size_t room = 1024;
  requests = malloc(room * sizeof *requests);
  for (size_t size; scanf("%zu", &size) == 1;) {
    getchar();
    char *bytes = malloc(size);
    if (fread(bytes, 1, size, stdin) != size) return 65;
    if (count == room) requests = realloc(requests, (room *= 2) * sizeof *requests);
    requests[count++] = (struct request){bytes, size};
  }
  taken = calloc(count, sizeof *taken);
  pthread_t thread[connections];
  double start = now_ms();
  for (int i = 0; i < connections; i++) pthread_create(&thread[i], 0, connection, 0);
  for (int i = 0; i < connections; i++) pthread_join(thread[i], 0);
  double seconds = (now_ms() - start) / 1e3;
  qsort(taken, count, sizeof *taken, ascending);
  printf("{\"per_second\": %.1f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f,"
         " \"sent\": %zu, \"failed\": %zu}\n", count / seconds, taken[count / 2],
         taken[(size_t)(count * 0.99)], taken[count - 1], count, (size_t)failed);
  return failed ? 1 : 0;
}
