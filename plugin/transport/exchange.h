// SPDX-License-Identifier: Apache-2.0
// One HTTP exchange: what libcurl is told, what it delivers, and what became of it.
#pragma once

#include <curl/curl.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list_hook.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/http.h"
#include "plugin/transport/outgoing_body.h"
#include "plugin/transport/url.h"

namespace zendesk::transport {

// What holds for every exchange of a Transport.
struct Settings {
  std::string user_agent;
  std::string user_agent_line;
  std::string proxy;
  std::string no_proxy;
  std::string ca_file;
};

// An easy handle with all that holds for every exchange. Throws std::bad_alloc.
CURL* NewEasyHandle(const Settings& settings);

// Lives in the frame of the coroutine that awaits it. [I/O thread] for all.
class Exchange : public boost::intrusive::list_base_hook<
                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  // The request must outlive it. Throws Failure of kind kBadRequest.
  Exchange(const Request& request, const boost::asio::any_io_executor& executor);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Ends with cancel() when the exchange is done, or its body has to be fetched; expires when its
  // time is over.
  boost::asio::steady_timer& timer() noexcept { return timer_; }

  // Prepares the handle for this exchange; takes it back out of Exchange's memory.
  void Attach(CURL* easy, const Settings& settings);
  CURL* Detach();
  CURL* easy() const noexcept { return easy_; }

  // The part of the request's body that libcurl waits for, or will begin with.
  OutgoingBody& body() noexcept { return body_; }

  // libcurl has finished with it, the handle still attached; or could not begin.
  void Complete(CURLcode code);
  bool done() const noexcept { return done_; }
  // Whether its connection had served another one before. After Complete().
  bool reused() const noexcept { return reused_; }

  // The answer, or throws Failure. Once, after Complete().
  Response TakeResponse();

  // For an exchange that is ended from outside.
  Failure TimedOut() const;
  Failure Cancelled() const;

  // As a JSON object, for the log; `failure` may be null.
  std::string LogFields(const Failure* failure) const;

 private:
  static std::size_t OnRead(char* buffer, std::size_t size, std::size_t count, void* self);
  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* self);
  static int OnReady(void* self, char*, char*, int, int);

  void CheckHeaders() const;
  void BuildHeaderList(const Settings& settings);
  bool HasBody() const noexcept;
  bool IsShort() const noexcept;
  std::size_t AnnouncedBytes() const noexcept;
  bool Sent() const noexcept;
  Failure ExplainFailure() const;
  bool ProxyUnreachable() const;
  Failure ExplainNoConnection(const std::string& place) const;

  const Request& request_;
  OutgoingBody body_;
  UrlParts url_;
  const std::chrono::steady_clock::time_point started_;
  boost::asio::steady_timer timer_;

  CURL* easy_ = nullptr;
  std::vector<curl_slist> header_list_;
  std::array<char, CURL_ERROR_SIZE> error_text_{};

  int departures_ = 0;            // how often libcurl was about to send the request
  std::size_t header_bytes_ = 0;  // of all answers, 1xx included
  bool in_headers_ = false;
  bool too_large_ = false;

  bool done_ = false;
  std::size_t received_ = 0;  // bytes of the answer's body, decoded
  CURLcode code_ = CURLE_OK;
  long proxy_status_ = 0;
  long connect_errno_ = 0;
  long http_version_ = 0;
  bool reused_ = false;
  Response response_;
};

}  // namespace zendesk::transport
