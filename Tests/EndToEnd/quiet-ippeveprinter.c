// Preloaded into Debian's ippeveprinter, so that it runs where there is no Avahi daemon and no IPv6:
// announcing itself does nothing, and its IPv6 socket is a pipe on which nothing ever arrives.
// Build: cc -shared -fPIC -w -o quiet.so quiet-ippeveprinter.c -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/socket.h>
#include <unistd.h>

void *avahi_threaded_poll_new(void) { return (void *)1; }
void *avahi_threaded_poll_get(void *p) { return p; }
int avahi_threaded_poll_start(void *p) { return 0; }
void avahi_threaded_poll_lock(void *p) {}
void avahi_threaded_poll_unlock(void *p) {}
void *avahi_client_new(void *a, int b, void *c, void *d, int *e) { return (void *)1; }
int avahi_client_errno(void *c) { return 0; }
const char *avahi_client_get_host_name_fqdn(void *c) { return "localhost"; }
void *avahi_entry_group_new(void *a, void *b, void *c) { return (void *)1; }
int avahi_entry_group_add_service_strlst() { return 0; }
int avahi_entry_group_add_service_subtype() { return 0; }
int avahi_entry_group_commit(void *g) { return 0; }
int avahi_entry_group_free(void *g) { return 0; }
void *httpAddrGetList(const char *name, int family, const char *service) {
  void *(*real)(const char *, int, const char *) = dlsym((void *)-1L, "httpAddrGetList");
  return real(family == AF_INET6 ? 0 : name, family, service);
}
int httpAddrListen(struct sockaddr *address, int port) {
  int (*real)(struct sockaddr *, int) = dlsym((void *)-1L, "httpAddrListen");
  int ends[2];
  if (address->sa_family != AF_INET6) return real(address, port);
  return pipe(ends) == 0 ? ends[0] : -1;
}
