// SPDX-License-Identifier: Apache-2.0
// Start of OpenSSL and libcurl, and what can be said about them.
#include "plugin/transport/tls.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <string.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include "plugin/transport/fork_guard.h"
#include "plugin/transport/wiping_memory.h"

namespace zendesk::transport {
namespace {

// The last part of the path of the file that holds the function; empty when unknown.
std::string_view FileOf(const Dl_info& info) {
  if (info.dli_fname == nullptr) return {};
  const std::string_view path = info.dli_fname;
  return path.substr(path.rfind('/') + 1);
}

// Requests and answers, with the tokens in them, pass through OpenSSL's buffers. A program that has
// used the same OpenSSL before, as only a test can, keeps the memory that it has.
void UseWipingMemory() {
  CRYPTO_set_mem_functions(
      [](std::size_t size, const char*, int) { return std::malloc(size); },
      [](void* block, std::size_t size, const char*, int) { return WipingRealloc(block, size); },
      [](void* block, const char*, int) { WipeAndFree(block); });
}

}  // namespace

void InitLibraries() {
  const ForkGuard guard;
  static std::once_flag once;
  std::call_once(once, [] {
    UseWipingMemory();
    // Before libcurl does it: the first caller decides.
    constexpr std::uint64_t kOptions = OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG;
    if (OPENSSL_init_ssl(kOptions, nullptr) != 1)
      throw std::runtime_error("OpenSSL does not start");
    if (curl_global_init_mem(CURL_GLOBAL_ALL, &TakeMemory, &WipeAndFree, &WipingRealloc, &strdup,
                             &std::calloc) != CURLE_OK) {
      throw std::runtime_error("libcurl does not start");
    }
  });
}

std::string FindCaFile(const std::string& configured) {
  if (!configured.empty()) return configured;
  for (const char* place :
       {"/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Gentoo
        "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, Red Hat
        "/etc/ssl/ca-bundle.pem",                             // openSUSE
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // newer Fedora
        "/etc/ca-certificates/extracted/tls-ca-bundle.pem",   // Arch without the old names
        "/etc/ssl/cert.pem"}) {                               // others
    if (::access(place, R_OK) == 0) return place;
  }
  return {};
}

std::string TlsLibraryFields() {
  Dl_info library{};
  Dl_info self{};
  // A failed look-up leaves both empty, and "own" false.
  ::dladdr(reinterpret_cast<void*>(&SSL_new), &library);
  ::dladdr(reinterpret_cast<void*>(&InitLibraries), &self);
  const bool own = library.dli_fbase != nullptr && library.dli_fbase == self.dli_fbase;
  return fmt::format(
      R"({{"tls_library":"OpenSSL {}","tls_library_file":"{}","curl_tls":"{}","own":{}}})",
      OpenSSL_version(OPENSSL_VERSION_STRING), FileOf(library),
      curl_version_info(CURLVERSION_NOW)->ssl_version, own);
}

}  // namespace zendesk::transport
