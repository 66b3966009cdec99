// SPDX-License-Identifier: Apache-2.0
// libcurl repeats a write by itself only on a connection that it has used before; here is none.
#include "delivery.h"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace webhook {
namespace {

constexpr std::size_t kMostAnswerBytes = 64 << 10;

struct EndEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct EndList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, EndList>;

// A guest leaves no exit handler behind and reads none of the machine's OpenSSL configuration.
void StartLibraries() {
  static std::once_flag once;
  std::call_once(once, [] {
    constexpr std::uint64_t kOptions = OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG;
    if (OPENSSL_init_ssl(kOptions, nullptr) != 1 || curl_global_init(CURL_GLOBAL_ALL) != CURLE_OK) {
      throw std::runtime_error("libcurl does not start");
    }
  });
}

std::size_t OnBody(char* bytes, std::size_t, std::size_t size, void* user) {
  auto* answer = static_cast<std::string*>(user);
  answer->append(bytes, std::min(size, kMostAnswerBytes - answer->size()));
  return size;
}

int OnProgress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<const std::function<bool()>*>(user))() ? 1 : 0;
}

List HeaderList(const std::vector<std::string>& headers) {
  List list;
  for (const std::string& header : headers) {
    curl_slist* longer = curl_slist_append(list.get(), header.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

void SetUp(CURL* easy, const Delivery& delivery) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_URL, delivery.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (!delivery.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, delivery.ca_file.c_str());
  // Also when they are empty: the variables of the environment are not for a guest.
  curl_easy_setopt(easy, CURLOPT_PROXY, delivery.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, delivery.no_proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, delivery.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(delivery.timeout_ms));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(delivery.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, delivery.body.data());
}

Receipt::End EndOf(CURLcode code, bool sent) {
  if (code == CURLE_OK) return Receipt::End::kAnswered;
  if (code == CURLE_ABORTED_BY_CALLBACK) return Receipt::End::kStopped;
  if (sent) return Receipt::End::kNoAnswer;
  return code == CURLE_PEER_FAILED_VERIFICATION ? Receipt::End::kNotTrusted
                                                : Receipt::End::kNotReached;
}

}  // namespace

Receipt Deliver(const Delivery& delivery, const std::function<bool()>& stop) {
  StartLibraries();
  const std::unique_ptr<CURL, EndEasy> easy(curl_easy_init());
  if (easy == nullptr) throw std::bad_alloc();
  const List headers = HeaderList(delivery.headers);
  std::array<char, CURL_ERROR_SIZE> reason{};
  Receipt receipt;
  SetUp(easy.get(), delivery);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, reason.data());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &receipt.answer);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFOFUNCTION, &OnProgress);
  curl_easy_setopt(easy.get(), CURLOPT_XFERINFODATA, &stop);
  curl_easy_setopt(easy.get(), CURLOPT_NOPROGRESS, 0L);

  const CURLcode code = curl_easy_perform(easy.get());
  long request_bytes = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo(easy.get(), CURLINFO_RETRY_AFTER, &retry_after);
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &receipt.http_status);
  receipt.sent = request_bytes > 0;
  receipt.end = EndOf(code, receipt.sent);
  if (retry_after > 0) receipt.retry_after_ms = retry_after * 1000;
  if (code != CURLE_OK) receipt.reason = reason[0] != 0 ? reason.data() : curl_easy_strerror(code);
  return receipt;
}

}  // namespace webhook
