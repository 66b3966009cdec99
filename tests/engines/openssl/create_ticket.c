/* SPDX-License-Identifier: Apache-2.0
 * Creates a ticket over TLS in a program that has OpenSSL linked in, statically, and exports all of
 * it. A plugin whose own OpenSSL is not private would bind to this one.
 *
 * usage: create_ticket LIBRARY URL CA_FILE, through in_sandbox.py */
#include <dlfcn.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>

#include "../ticket.h"

/* A library that looks for OpenSSL's functions finds those of this program. */
static void CheckOffer(void) {
  Dl_info offered;
  Dl_info own;
  void* function = dlsym(RTLD_DEFAULT, "SSL_new");
  Check(function != NULL && dladdr(function, &offered) != 0, "the program offers SSL_new");
  static const char kHere = 0;
  Check(dladdr(&kHere, &own) != 0, "the program is known");
  Check(offered.dli_fbase == own.dli_fbase, "SSL_new is in the program itself");
}

/* The program's own OpenSSL works: a handshake with the sandbox, which it trusts. */
static void CheckHandshake(const char* url, const char* ca_file, const char* when) {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  Check(context != NULL && SSL_CTX_load_verify_locations(context, ca_file, NULL) == 1, when);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  BIO* stream = BIO_new_ssl_connect(context);
  BIO_set_conn_hostname(stream, url + strlen("https://"));
  const int done = BIO_do_connect(stream);
  if (done != 1) ERR_print_errors_fp(stderr);
  Check(done == 1, when);
  BIO_free_all(stream);
  SSL_CTX_free(context);
}

static void TP_CALL Complete(void* user, const tp_result* result) {
  OutcomeTake(user, result);
}

int main(int argc, char** argv) {
  Check(argc == 4, "three arguments");
  /* The environment's configuration may be broken: here, that is not the point. */
  Check(OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) == 1, "OpenSSL starts");
  CheckOffer();
  CheckHandshake(argv[2], argv[3], "a handshake before");
  char policy[4096];
  snprintf(policy, sizeof policy, "{\"ca_file\":\"%s\"}", argv[3]);
  outcome created;
  guest* self = CreateTicket(argv[1], argv[2], policy, Complete, &created);
  Check(created.status == TP_OK, created.error_message);
  CheckHandshake(argv[2], argv[3], "a handshake beside the plugin");
  GuestClose(self);
  CheckHandshake(argv[2], argv[3], "a handshake after the plugin");
  Report(self, &created);
  OutcomeFree(&created);
  return 0;
}
