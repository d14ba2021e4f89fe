#include "COnDemand.h"

#include <cups/cups.h>

#include "library.h"

LIBRARY_ON_DEMAND("libcups.so.2")

int on_demand_printing(void) { return library() != NULL; }

ON_DEMAND(http_t *, cupsConnectDest,
    (cups_dest_t *a, unsigned b, int c, int *d, char *e, size_t f, cups_dest_cb_t g, void *h),
    (a, b, c, d, e, f, g, h))
ON_DEMAND(int, cupsCopyDest, (cups_dest_t *a, int b, cups_dest_t **c), (a, b, c))
ON_DEMAND(int, cupsEnumDests,
    (unsigned a, int b, int *c, cups_ptype_t d, cups_ptype_t e, cups_dest_cb_t f, void *g),
    (a, b, c, d, e, f, g))
ON_DEMAND(void, cupsFreeDests, (int a, cups_dest_t *b), (a, b))
ON_DEMAND(const char *, cupsGetOption, (const char *a, int b, cups_option_t *c), (a, b, c))
ON_DEMAND(ipp_t *, cupsGetResponse, (http_t *a, const char *b), (a, b))
ON_DEMAND(http_status_t, cupsSendRequest,
    (http_t *a, ipp_t *b, const char *c, size_t d), (a, b, c, d))
ON_DEMAND(const char *, cupsServer, (void), ())
ON_DEMAND(void, cupsSetPasswordCB2, (cups_password_cb2_t a, void *b), (a, b))
ON_DEMAND(http_status_t, cupsWriteRequestData, (http_t *a, const char *b, size_t c), (a, b, c))
ON_DEMAND(void, httpClose, (http_t *a), (a))
ON_DEMAND(http_t *, httpConnect2,
    (const char *a, int b, http_addrlist_t *c, int d, http_encryption_t e, int f, int g,
     int *h),
    (a, b, c, d, e, f, g, h))
ON_DEMAND(http_status_t, httpGetStatus, (http_t *a), (a))
ON_DEMAND(http_uri_status_t, httpSeparateURI,
    (http_uri_coding_t a, const char *b, char *c, int d, char *e, int f, char *g, int h,
     int *i, char *j, int k),
    (a, b, c, d, e, f, g, h, i, j, k))
ON_DEMAND(void, httpSetTimeout,
    (http_t *a, double b, http_timeout_cb_t c, void *d), (a, b, c, d))
ON_DEMAND(const char *, httpStatus, (http_status_t a), (a))
ON_DEMAND(ipp_attribute_t *, ippAddBoolean,
    (ipp_t *a, ipp_tag_t b, const char *c, char d), (a, b, c, d))
ON_DEMAND(ipp_attribute_t *, ippAddInteger,
    (ipp_t *a, ipp_tag_t b, ipp_tag_t c, const char *d, int e), (a, b, c, d, e))
ON_DEMAND(ipp_attribute_t *, ippAddString,
    (ipp_t *a, ipp_tag_t b, ipp_tag_t c, const char *d, const char *e, const char *f),
    (a, b, c, d, e, f))
ON_DEMAND(ipp_attribute_t *, ippAddStrings,
    (ipp_t *a, ipp_tag_t b, ipp_tag_t c, const char *d, int e, const char *f,
     const char *const *g),
    (a, b, c, d, e, f, g))
ON_DEMAND(void, ippDelete, (ipp_t *a), (a))
ON_DEMAND(const char *, ippErrorString, (ipp_status_t a), (a))
ON_DEMAND(ipp_attribute_t *, ippFindAttribute,
    (ipp_t *a, const char *b, ipp_tag_t c), (a, b, c))
ON_DEMAND(ipp_attribute_t *, ippFirstAttribute, (ipp_t *a), (a))
ON_DEMAND(int, ippGetBoolean, (ipp_attribute_t *a, int b), (a, b))
ON_DEMAND(int, ippGetCount, (ipp_attribute_t *a), (a))
ON_DEMAND(int, ippGetInteger, (ipp_attribute_t *a, int b), (a, b))
ON_DEMAND(const char *, ippGetName, (ipp_attribute_t *a), (a))
ON_DEMAND(ipp_status_t, ippGetStatusCode, (ipp_t *a), (a))
ON_DEMAND(const char *, ippGetString, (ipp_attribute_t *a, int b, const char **c), (a, b, c))
ON_DEMAND(size_t, ippLength, (ipp_t *a), (a))
ON_DEMAND(ipp_t *, ippNewRequest, (ipp_op_t a), (a))
ON_DEMAND(ipp_attribute_t *, ippNextAttribute, (ipp_t *a), (a))
ON_DEMAND(int, ippPort, (void), ())
