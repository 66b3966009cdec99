// SPDX-License-Identifier: Apache-2.0
// A tiny certificate authority.
#include "identity.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace test {
namespace {

void Require(bool worked) {
  if (!worked) throw std::runtime_error("test certificate");
}

void AddExtension(X509* cert, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  Require(extension != nullptr);
  X509_add_ext(cert, extension, -1);
  X509_EXTENSION_free(extension);
}

X509* MakeCertificate(EVP_PKEY* key, const char* name, long serial,
                      const IdentityOptions& options) {
  X509* cert = X509_new();
  X509_set_version(cert, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert), serial);
  X509_gmtime_adj(X509_getm_notBefore(cert), options.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(cert), options.valid_until);
  X509_set_pubkey(cert, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return cert;
}

template <typename Write>
void WriteFile(const std::string& path, Write write) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  Require(file != nullptr);
  const bool worked = write(file) == 1;
  Require(std::fclose(file) == 0 && worked);
}

}  // namespace

Identity::Identity(const IdentityOptions& options) {
  std::string pattern = (std::filesystem::temp_directory_path() / "identity-XXXXXX").string();
  Require(::mkdtemp(pattern.data()) != nullptr);
  directory_ = pattern;
  ca_file_ = directory_ + "/ca.pem";
  cert_file_ = directory_ + "/cert.pem";
  key_file_ = directory_ + "/key.pem";

  EVP_PKEY* ca_key = EVP_EC_gen("P-256");
  EVP_PKEY* key = EVP_EC_gen("P-256");
  Require(ca_key != nullptr && key != nullptr);
  X509* ca = MakeCertificate(ca_key, "Test Authority", 1, IdentityOptions{});
  X509_set_issuer_name(ca, X509_get_subject_name(ca));
  AddExtension(ca, ca, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(ca, ca, NID_key_usage, "critical,keyCertSign");
  Require(X509_sign(ca, ca_key, EVP_sha256()) != 0);
  X509* cert = MakeCertificate(key, "Test Server", 2, options);
  X509_set_issuer_name(cert, X509_get_subject_name(ca));
  AddExtension(cert, ca, NID_subject_alt_name, options.names);
  Require(X509_sign(cert, ca_key, EVP_sha256()) != 0);

  context_ = SSL_CTX_new(TLS_server_method());
  Require(context_ != nullptr && SSL_CTX_use_certificate(context_, cert) == 1 &&
          SSL_CTX_use_PrivateKey(context_, key) == 1);
  WriteFile(ca_file_, [ca](std::FILE* file) { return PEM_write_X509(file, ca); });
  WriteFile(cert_file_, [cert](std::FILE* file) { return PEM_write_X509(file, cert); });
  WriteFile(key_file_, [key](std::FILE* file) {
    return PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  X509_free(cert);
  X509_free(ca);
  EVP_PKEY_free(key);
  EVP_PKEY_free(ca_key);
}

Identity::~Identity() {
  SSL_CTX_free(context_);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

}  // namespace test
