/* Baseline of the durable check-ins: SQLite alone, WAL, synchronous=FULL, one row a commit, one
   thread. Usage: bare_loop DATABASE COMMITS. Prints JSON: commits per second, p50 and p99 in ms. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static void must(int code, sqlite3 *database) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  fprintf(stderr, "bare_loop: %s\n", sqlite3_errmsg(database));
  exit(1);
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  int commits = atoi(arguments[2]);
  sqlite3 *database;
  sqlite3_stmt *insert;
  must(sqlite3_open(arguments[1], &database), database);
  must(sqlite3_exec(database,
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    "CREATE TABLE visit(id INTEGER PRIMARY KEY, resident INTEGER, session INTEGER,"
                    " at INTEGER, UNIQUE(resident, session)) STRICT",
                    0, 0, 0), database);
  must(sqlite3_prepare_v2(database, "INSERT INTO visit(resident, session, at) VALUES(?1, 1, ?2)",
                          -1, &insert, 0), database);
  double *taken = calloc(commits, sizeof *taken), start = now_ms();
  for (int i = 0; i < commits; i++) {
    double before = now_ms();
    sqlite3_bind_int64(insert, 1, i);
    sqlite3_bind_int64(insert, 2, (sqlite3_int64)before);
    must(sqlite3_step(insert), database);
    sqlite3_reset(insert);
    taken[i] = now_ms() - before;
  }
  double seconds = (now_ms() - start) / 1e3;
  qsort(taken, commits, sizeof *taken, ascending);
  printf("{\"per_second\": %.1f, \"p50_ms\": %.3f, \"p99_ms\": %.3f}\n", commits / seconds,
         taken[commits / 2], taken[(int)(commits * 0.99)]);
  sqlite3_finalize(insert);
  sqlite3_close(database);
  return 0;
}
