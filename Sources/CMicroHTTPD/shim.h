#pragma once
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <microhttpd.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

/* Swift cannot call variadic functions; each of these wraps one such call. */

static inline int MHD_connection_descriptor(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

static inline void *MHD_connection_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

/* Off and on again: the only way to restart the timer of inactivity. */
static inline void MHD_connection_restart_timeout(struct MHD_Connection *connection,
                                                  unsigned int seconds) {
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0u);
  MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

/* Bytes received and not yet read, or 0. */
static inline int MHD_socket_pending_bytes(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

/* Whether the client has shown a certificate for clients that leads to MHD_OPTION_HTTPS_MEM_TRUST. */
static inline int MHD_connection_is_certified(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  gnutls_session_t session = info ? (gnutls_session_t)info->tls_session : NULL;
  unsigned int count = 0, status = 0;
  if (session == NULL || gnutls_certificate_get_peers(session, &count) == NULL) return 0;
  gnutls_typed_vdata_st purpose = {GNUTLS_DT_KEY_PURPOSE_OID,
                                   (unsigned char *)GNUTLS_KP_TLS_WWW_CLIENT, 0};
  return gnutls_certificate_verify_peers(session, &purpose, 1, &status) == 0 && status == 0;
}
