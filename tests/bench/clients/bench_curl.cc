// SPDX-License-Identifier: Apache-2.0
// Sends tickets with bare libcurl, the plugin's own build of it: one thread, one epoll set,
// connections reused, nothing read of the answers but their status. What no client on libcurl can
// beat.
//
//   bench_curl --url URL --ticket FILE --tickets N --concurrency C
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "measure.h"
#include "options.h"

namespace {

using Clock = std::chrono::steady_clock;

class Loop {
 public:
  Loop(const std::string& url, const std::string& ticket)
      : url_(url + "/api/v2/tickets"), ticket_(ticket) {
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &OnSocket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &OnTimer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    for (const char* header : {"Content-Type: application/json", "Accept: application/json",
                               "Authorization: Bearer benchmark-access-token", "Expect:"}) {
      headers_ = curl_slist_append(headers_, header);
    }
  }
  ~Loop() {
    curl_multi_cleanup(multi_);
    curl_slist_free_all(headers_);
    ::close(epoll_);
  }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void Run(std::size_t tickets, std::size_t concurrency) {
    tickets_ = tickets;
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(concurrency));
    for (std::size_t i = 0; i < std::min(tickets, concurrency); ++i) Begin(NewHandle());
    std::array<epoll_event, 64> events;
    while (ended_ < tickets_) {
      const int count =
          ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), MsUntilDue());
      for (int i = 0; i < count; ++i) Act(events[static_cast<std::size_t>(i)]);
      if (due_ <= Clock::now()) {
        due_ = Clock::time_point::max();
        curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running_);
      }
      Finish();
    }
  }

 private:
  CURL* NewHandle() {
    CURL* const easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, ticket_.c_str());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(ticket_.size()));
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "benchmark/1.0");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
    return easy;
  }

  void Begin(CURL* easy) {
    ++begun_;
    curl_multi_add_handle(multi_, easy);
  }

  void Act(const epoll_event& event) {
    int what = 0;
    if ((event.events & EPOLLIN) != 0) what |= CURL_CSELECT_IN;
    if ((event.events & EPOLLOUT) != 0) what |= CURL_CSELECT_OUT;
    if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) what |= CURL_CSELECT_ERR;
    curl_multi_socket_action(multi_, event.data.fd, what, &running_);
  }

  // A handle whose transfer has ended takes the next ticket.
  void Finish() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;
      long status = 0;
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
      if (code != CURLE_OK || status != 201)
        throw std::runtime_error(fmt::format("{}, status {}", curl_easy_strerror(code), status));
      ++ended_;
      curl_multi_remove_handle(multi_, easy);
      if (begun_ < tickets_) {
        Begin(easy);
      } else {
        curl_easy_cleanup(easy);
      }
    }
  }

  int MsUntilDue() const {
    if (due_ == Clock::time_point::max()) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due_ - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  }

  static std::size_t OnBody(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
  }

  static int OnSocket(CURL*, curl_socket_t socket, int what, void* self, void* known) {
    auto& loop = *static_cast<Loop*>(self);
    if (what == CURL_POLL_REMOVE)
      return ::epoll_ctl(loop.epoll_, EPOLL_CTL_DEL, socket, nullptr), 0;
    epoll_event event{};
    if (what != CURL_POLL_OUT) event.events |= EPOLLIN;
    if (what != CURL_POLL_IN) event.events |= EPOLLOUT;
    event.data.fd = socket;
    ::epoll_ctl(loop.epoll_, known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, &event);
    curl_multi_assign(loop.multi_, socket, self);
    return 0;
  }

  static int OnTimer(CURLM*, long ms, void* self) {
    static_cast<Loop*>(self)->due_ =
        ms < 0 ? Clock::time_point::max() : Clock::now() + std::chrono::milliseconds(ms);
    return 0;
  }

  const std::string url_;
  const std::string ticket_;
  const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  CURLM* const multi_ = curl_multi_init();
  curl_slist* headers_ = nullptr;
  Clock::time_point due_ = Clock::time_point::max();
  int running_ = 0;
  std::size_t tickets_ = 0;
  std::size_t begun_ = 0;
  std::size_t ended_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    const bench::Options options = bench::ReadOptions(argc, argv);
    const std::string ticket = bench::ReadFile(options.ticket);
    curl_global_init(CURL_GLOBAL_ALL);
    Loop loop(options.url, ticket);
    const bench::Measure measure;
    loop.Run(options.tickets, options.concurrency);
    fmt::print("{}\n", measure.Json(options.tickets));
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_curl: {}\n", error.what());
    return 1;
  }
}
