// SPDX-License-Identifier: Apache-2.0
// libcurl's options and callbacks for one exchange.
#include "plugin/transport/exchange.h"

#include <algorithm>
#include <new>
#include <utility>

namespace zendesk::transport {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Framing is libcurl's business: a second opinion in a header could split one request into two.
constexpr std::string_view kForbiddenHeaders[] = {"content-length", "transfer-encoding", "expect",
                                                  "connection", "upgrade"};

// Goes with every request. Of CURLOPT_ACCEPT_ENCODING, which makes libcurl decode what comes, it
// would make the same line anew for each exchange; so it would of CURLOPT_USERAGENT.
constexpr char kAcceptGzip[] = "Accept-Encoding: gzip";

// With every long body, so that libcurl does not add "Expect: 100-continue".
constexpr char kNoExpect[] = "Expect:";

// With every short body that has no type of its own, so that libcurl does not add that of a form.
constexpr char kNoType[] = "Content-Type:";

// Up to this a body goes to the connection together with its header block: one system call and one
// packet for both. libcurl makes a copy, and has a limit of its own at 64 KiB.
constexpr std::size_t kShortBody = std::size_t{16} << 10;

// Keeps sums of times from overflowing.
constexpr milliseconds kLongest = std::chrono::hours(24);

// The moment when nobody waits for the exchange any more.
steady_clock::time_point EndOf(const Request& request, steady_clock::time_point now) {
  return std::min(request.deadline, now + std::min(request.timeouts.total, kLongest));
}

}  // namespace

CURL* NewEasyHandle(const Settings& settings) {
  CURL* easy = curl_easy_init();
  if (easy == nullptr) throw std::bad_alloc();
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, 60L);
  // libcurl makes these buffers anew for each exchange, and every byte of them is wiped in the end.
  // Most answers fit into one of this size; for sending libcurl takes no less than that.
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 8L << 10);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16L << 10);

  // For the proxy, which gets none of a request's own lines.
  if (!settings.proxy.empty())
    curl_easy_setopt(easy, CURLOPT_USERAGENT, settings.user_agent.c_str());
  // Set even when empty: libcurl would otherwise look into the environment.
  curl_easy_setopt(easy, CURLOPT_PROXY, settings.proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, settings.no_proxy.c_str());
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);

  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(easy, CURLOPT_CAINFO, settings.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, settings.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr);
  return easy;
}

Exchange::Exchange(const Request& request, const boost::asio::any_io_executor& executor)
    : request_(request), body_(request), started_(steady_clock::now()), timer_(executor) {
  const auto parts = SplitUrl(request_.url);
  if (!parts) {
    throw Failure(Failure::Kind::kBadRequest, false,
                  Message("The address of the request is not valid."));
  }
  url_ = *parts;
  CheckHeaders();
  timer_.expires_at(EndOf(request_, started_));
}

void Exchange::CheckHeaders() const {
  for (const std::string& header : request_.headers) {
    const std::string_view line = header;
    const std::string_view name = line.substr(0, line.find(':'));
    const bool printable = std::none_of(line.begin(), line.end(), [](char c) {
      return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f';
    });
    const bool forbidden = std::any_of(std::begin(kForbiddenHeaders), std::end(kForbiddenHeaders),
                                       [name](std::string_view f) { return SameName(name, f); });
    if (!printable || forbidden || name.empty() || name.size() == line.size()) {
      throw Failure(Failure::Kind::kBadRequest, false,
                    Message("A header of the request is not valid."));
    }
  }
}

bool Exchange::HasBody() const noexcept {
  return body_.size() > 0 ||
         (request_.method != Method::kGet && request_.method != Method::kDelete);
}

bool Exchange::IsShort() const noexcept {
  return body_.is_in_memory() && body_.size() <= kShortBody;
}

// The nodes point into the request's own strings, which are wiped in the end. What libcurl makes of
// them, its buffer for sending, is the one copy that is out of reach.
void Exchange::BuildHeaderList(const Settings& settings) {
  header_list_.clear();
  header_list_.reserve(request_.headers.size() + 3);
  const auto add = [this](const char* header) {
    curl_slist* const last = header_list_.empty() ? nullptr : &header_list_.back();
    // libcurl reads only; its type is of a time before const.
    header_list_.push_back({const_cast<char*>(header), nullptr});
    if (last != nullptr) last->next = &header_list_.back();
  };
  add(kAcceptGzip);
  add(settings.user_agent_line.c_str());
  bool has_type = false;
  for (const std::string& header : request_.headers) {
    add(header.c_str());
    has_type =
        has_type || SameName(std::string_view(header).substr(0, header.find(':')), "content-type");
  }
  if (!HasBody()) return;
  if (!IsShort()) return add(kNoExpect);
  if (!has_type) add(kNoType);
}

void Exchange::Attach(CURL* easy, const Settings& settings) {
  easy_ = easy;
  BuildHeaderList(settings);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_text_.data());
  curl_easy_setopt(easy, CURLOPT_URL, request_.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, header_list_.data());

  // libcurl sends a request again when a connection that it used before dies. A long body comes
  // from a read function, and with none to rewind libcurl cannot do so; OnReady() stops the others.
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, nullptr);
  if (!HasBody()) {
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  } else if (IsShort()) {
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 0L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
  } else {
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(body_.size()));
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, MethodName(request_.method));
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, &OnRead);
  curl_easy_setopt(easy, CURLOPT_READDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &OnReady);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);

  // The first TLS connection to a host tells whether it can carry more than one exchange.
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                   url_.tls ? long{CURL_HTTP_VERSION_2TLS} : long{CURL_HTTP_VERSION_1_1});
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, url_.tls ? 1L : 0L);
  // The whole exchange is limited by timer_, which also covers the time before libcurl gets it.
  const auto connect = std::clamp(request_.timeouts.connect, milliseconds(1), kLongest);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
}

CURL* Exchange::Detach() {
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, nullptr);
  curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, nullptr);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, nullptr);
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, nullptr);
  return std::exchange(easy_, nullptr);
}

void Exchange::Complete(CURLcode code) {
  // libcurl takes a header block for whole that was cut before its empty line.
  code_ = code == CURLE_OK && in_headers_ ? CURLE_PARTIAL_FILE : code;
  done_ = true;
  received_ = response_.body.size();
  timer_.cancel();
  if (easy_ == nullptr) return;
  long status = 0;
  long connections = 0;
  long local_port = 0;  // without one there was no connection at all
  curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &http_version_);
  curl_easy_getinfo(easy_, CURLINFO_NUM_CONNECTS, &connections);
  curl_easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &proxy_status_);
  curl_easy_getinfo(easy_, CURLINFO_OS_ERRNO, &connect_errno_);
  response_.status = static_cast<int>(status);
  curl_easy_getinfo(easy_, CURLINFO_LOCAL_PORT, &local_port);
  reused_ = connections == 0 && local_port > 0;
}

Response Exchange::TakeResponse() {
  if (code_ != CURLE_OK) throw ExplainFailure();
  return std::move(response_);
}

bool Exchange::Sent() const noexcept {
  return body_.size() == 0 ? departures_ > 0 : body_.given() > 0;
}

// Connected, and about to send. A second time means that the first connection died without an
// answer: only a GET without body may go again, as the server may have acted on anything else.
int Exchange::OnReady(void* self, char*, char*, int, int) {
  auto& exchange = *static_cast<Exchange*>(self);
  const bool repeatable = exchange.request_.method == Method::kGet && !exchange.HasBody();
  if (exchange.Sent() && !repeatable) return CURL_PREREQFUNC_ABORT;
  ++exchange.departures_;
  if (exchange.IsShort()) exchange.body_.GiveAll();
  return CURL_PREREQFUNC_OK;
}

std::size_t Exchange::OnRead(char* buffer, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  if (const auto length = exchange.body_.Give(buffer, size * count)) return *length;
  exchange.timer_.cancel();
  return CURL_READFUNC_PAUSE;
}

std::size_t Exchange::OnHeader(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::string_view line(data, size * count);
  exchange.header_bytes_ += line.size();
  if (exchange.header_bytes_ > kMaxHeaderBytes) {
    exchange.too_large_ = true;
    return 0;
  }
  try {
    if (line.starts_with("HTTP/")) {  // a 1xx answer may have come before
      exchange.response_.headers.Clear();
      exchange.in_headers_ = true;
    } else if (line == "\r\n" || line == "\n") {  // trailers may follow the body
      exchange.in_headers_ = false;
    } else if (exchange.in_headers_) {
      exchange.response_.headers.Append(line);
    }
  } catch (const std::bad_alloc&) {
    exchange.too_large_ = true;
    return 0;
  }
  return line.size();
}

// From Content-Length, which is the encoded size and may be missing; only a first guess.
std::size_t Exchange::AnnouncedBytes() const noexcept {
  curl_off_t announced = -1;
  curl_easy_getinfo(easy_, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
  return announced > 0 ? std::min(static_cast<std::size_t>(announced), kMaxResponseBytes) : 0;
}

std::size_t Exchange::OnBody(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  WipedText& body = exchange.response_.body;
  const std::size_t length = size * count;
  if (length > kMaxResponseBytes - body.size()) {
    exchange.too_large_ = true;
    return 0;
  }
  try {
    if (body.empty()) body.reserve(exchange.AnnouncedBytes());
    body.append(data, length);
  } catch (const std::bad_alloc&) {
    exchange.too_large_ = true;
    return 0;
  }
  return length;
}

}  // namespace zendesk::transport
