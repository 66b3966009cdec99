// SPDX-License-Identifier: Apache-2.0
// What goes to a server, what comes back, and what is known when nothing does.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugin/transport/message.h"
#include "plugin/transport/wipe.h"

namespace zendesk::transport {

enum class Method { kGet, kPost, kPut, kPatch, kDelete };

// The method's name on the wire.
const char* MethodName(Method method) noexcept;

// Whether two texts of the same length are the same, without regard to ASCII case.
bool SameLetters(std::string_view a, std::string_view b) noexcept;

// Whether two header names are.
inline bool SameName(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && SameLetters(a, b);
}

// A decoded answer beyond this ends in Failure::Kind::kTooLarge; so does a longer header block.
inline constexpr std::size_t kMaxResponseBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxHeaderBytes = std::size_t{256} << 10;

struct Timeouts {
  // Name lookup, TCP, proxy and TLS together.
  std::chrono::milliseconds connect{10'000};
  // The whole exchange, from Send() to its end; time spent waiting for a free connection counts.
  std::chrono::milliseconds total{60'000};
};

// The moment after which nobody wants the answer any more.
using Deadline = std::chrono::steady_clock::time_point;
inline constexpr Deadline kNoDeadline = Deadline::max();

// A body that is too long to be in memory.
class BodySource {
 public:
  virtual ~BodySource() = default;

  // In bytes; does not change.
  virtual std::uint64_t size() const = 0;

  // [I/O thread] Fills `buffer` with the bytes from `offset`, all of them before the end; those of
  // an earlier call may be wanted again. What it throws ends the exchange.
  virtual void Read(std::uint64_t offset, std::span<char> buffer) const = 0;
};

// One request, which may be sent several times. Its headers are wiped from memory when it ends, as
// they hold credentials.
struct Request {
  // Not an aggregate, so that it is safe inside co_await with g++ 12.2; see task.h.
  Request() = default;
  Request(Method request_method, std::string request_url)
      : method(request_method), url(std::move(request_url)) {}
  Request(Request&&) = default;
  Request& operator=(Request&&) = delete;
  ~Request();

  Method method = Method::kGet;

  // http:// or https://, printable ASCII, percent-encoded, with neither credentials nor fragment.
  std::string url;

  // What a log shows instead of the address's path, where parts of that may be a person's; empty:
  // the path.
  std::string log_path;

  // The caller's name for what the request is a part of, for the log; may be empty.
  std::string traceparent;

  // "Name: value" each, printable; no Content-Length, Transfer-Encoding or Expect.
  std::vector<std::string> headers;

  // Sent with its length; an empty body of POST, PUT and PATCH as Content-Length 0.
  std::string body;

  // Where the body comes from in place of `body`; null: it is that one. Read from its beginning
  // each time that the request is sent.
  std::shared_ptr<const BodySource> body_source;

  // The body holds a secret, and is wiped with the headers.
  bool has_secret_body = false;

  Timeouts timeouts;
  Deadline deadline = kNoDeadline;
};

// The fields of the final answer's header block, without those of 1xx answers, proxies or trailers.
class Headers {
 public:
  Headers() = default;

  // The first value of the field, without the white space around it; names compare without regard
  // to ASCII case. The view lives as long as this object is neither moved nor changed.
  std::optional<std::string_view> Find(std::string_view name) const noexcept;

  // Calls `visit` with name and value of each field; views as above.
  void ForEach(
      const std::function<void(std::string_view name, std::string_view value)>& visit) const;

  // All of them, each a line that ends with '\n': for whoever hides secrets in them.
  WipedText& lines() noexcept { return lines_; }

  // Takes one line as it came from the wire.
  void Append(std::string_view line);
  void Clear() noexcept { lines_.clear(); }

 private:
  WipedText lines_;
};

// Any answer that came whole, of any status: 3xx is never followed, 4xx and 5xx are no failures.
// Its texts leave nothing in memory: a server may send back what it was sent.
struct Response {
  Response() = default;  // no aggregate, so that it is safe inside co_await; see task.h

  std::optional<std::string_view> Header(std::string_view name) const noexcept {
    return headers.Find(name);
  }

  int status = 0;
  Headers headers;
  WipedText body;  // decoded
};

// No whole answer came.
class Failure : public std::exception {
 public:
  enum class Kind {
    kBadRequest,  // URL or header that cannot be sent
    kDns,         // the host's name was not resolved
    kConnect,     // no connection to the host
    kProxy,       // the proxy was not found or refused
    kTls,         // handshake or certificate; also: no usable file of certificate authorities
    kNoAnswer,    // the connection ended before the whole answer came
    kTimeout,     // a time limit or the deadline passed
    kCancelled,   // the task was cancelled, or the Transport destroyed
    kTooLarge,    // the answer is bigger than kMaxResponseBytes or kMaxHeaderBytes
    kProtocol,    // the answer is not the HTTP that was agreed on
  };

  Failure(Kind kind, bool sent, Message message)
      : kind_(kind), sent_(sent), message_(std::move(message)), what_(message_.InEnglish()) {}

  Kind kind() const noexcept { return kind_; }

  // Whether the request may have reached the server: true from the moment the first byte of a long
  // body (of another request: of the request itself) was handed to the connection. False is
  // certain: the server cannot have acted.
  bool sent() const noexcept { return sent_; }

  // A sentence for people. Names host and port, never the query or a credential.
  const Message& message() const noexcept { return message_; }

  // The same in English.
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  Kind kind_;
  bool sent_;
  Message message_;
  std::string what_;
};

}  // namespace zendesk::transport
