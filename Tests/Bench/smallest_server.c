/* Baseline of the page requests: the smallest libmicrohttpd program, which answers every GET with
   the bytes of one file. Usage: smallest_server FILE CONTENT-TYPE. Prints its port; stops at the end
   of its standard input. */
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *bytes;
static size_t size;
static const char *type;

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **exchange) {
  static int seen;
  if (*exchange != &seen) { /* the first call has only the head; answering now would hang up */
    *exchange = &seen;
    return MHD_YES;
  }
  struct MHD_Response *response =
      MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header(response, "Content-Type", type);
  enum MHD_Result queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return queued;
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  FILE *file = fopen(arguments[1], "rb");
  if (!file) return 66;
  fseek(file, 0, SEEK_END);
  size = ftell(file);
  rewind(file);
  bytes = malloc(size);
  if (fread(bytes, 1, size, file) != size) return 66;
  type = arguments[2];

  struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct MHD_Daemon *daemon =
      MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0, 0, 0,
                       &answer, 0, MHD_OPTION_SOCK_ADDR, &loopback, MHD_OPTION_END);
  if (!daemon) return 71;
  printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fflush(stdout);
  while (getchar() != EOF) {
  }
  MHD_stop_daemon(daemon);
  return 0;
}
