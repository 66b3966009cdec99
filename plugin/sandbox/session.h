// SPDX-License-Identifier: Apache-2.0
// One connection, from its first byte to its last. For server.cc alone: Beast's readers are
// templates that are expensive to compile. Answers are written as plain bytes, since the faults
// need to send them in parts.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server.h"
#include "wire.h"

namespace sandbox {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Error = boost::system::error_code;
using Plain = beast::tcp_stream;
using Secure = asio::ssl::stream<beast::tcp_stream>;

constexpr std::chrono::seconds kIdleTimeout{300};
constexpr std::size_t kDripSize = 16;

inline std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

// What the server answers by itself when a request cannot be read; 0: nothing, just close.
inline int status_of_read_error(const Error& error) {
  if (error == http::error::body_limit || error == http::error::buffer_overflow) return 413;
  if (error == http::error::header_limit) return 431;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return 0;
  return error.category() == make_error_code(http::error::bad_method).category() ? 400 : 0;
}

// Every handler keeps the session alive and runs on the connection's strand.
template <typename Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
 public:
  template <typename... Arguments>
  Session(Service& service, std::uint64_t number, tcp::socket socket, Arguments&... arguments)
      : service_(service),
        number_(number),
        stream_(std::move(socket), arguments...),
        timer_(stream_.get_executor()) {
    Error ignored;
    const auto peer = beast::get_lowest_layer(stream_).socket().remote_endpoint(ignored);
    client_address_ = peer.address().to_string();
    service_.connection_opened();
  }
  ~Session() { service_.connection_closed(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start() {
    asio::dispatch(stream_.get_executor(), [self = this->shared_from_this()] { self->begin(); });
  }

 private:
  void begin() {
    if constexpr (std::is_same_v<Stream, Secure>) {
      expire_when_idle();
      if (service_.refuses_handshake()) return refuse_handshake();
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](const Error& error) {
                                if (!error) self->read_head();
                              });
    } else {
      read_head();
    }
  }

  auto& socket() { return beast::get_lowest_layer(stream_); }
  void expire_when_idle() { socket().expires_after(kIdleTimeout); }

  // As a server does that finds no common ground: the alert handshake_failure, and the end.
  void refuse_handshake() {
    out_.assign("\x15\x03\x03\x00\x02\x02\x28", 7);
    asio::async_write(socket(), asio::buffer(out_),
                      [self = this->shared_from_this()](const Error& error, std::size_t) {
                        if (!error) self->end_in_order();
                      });
  }

  void read_head() {
    parser_.emplace();
    parser_->body_limit(kBodyLimit);
    parser_->header_limit(64 * 1024);
    expire_when_idle();
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](const Error& error, std::size_t) {
                              if (error) return self->refuse(error);
                              self->after_head();
                            });
  }

  void after_head() {
    const auto& head = parser_->get();
    const auto hosts = head.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && head.version() >= 11)) return refuse(400);
    if (!beast::iequals(head[http::field::expect], "100-continue")) return read_body();
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(out_),
                      [self = this->shared_from_this()](const Error& error, std::size_t) {
                        if (!error) self->read_body();
                      });
  }

  void read_body() {
    expire_when_idle();
    http::async_read(stream_, buffer_, *parser_,
                     [self = this->shared_from_this()](const Error& error, std::size_t) {
                       if (error) return self->refuse(error);
                       self->answer();
                     });
  }

  void answer() {
    auto& message = parser_->get();
    keep_alive_ = message.keep_alive();
    body_wanted_ = message.method() != http::verb::head;
    Request request;
    request.method = view(message.method_string());
    request.target = view(message.target());
    for (const auto& field : message) {
      request.headers.emplace_back(view(field.name_string()), view(field.value()));
    }
    request.body = std::move(message.body());
    request.client_address = client_address_;
    request.connection = number_;
    request.reused = requests_++ > 0;
    reply_ = service_.handle(std::move(request));
    deliver();
  }

  void deliver() {
    socket().expires_never();
    switch (reply_.delivery) {
      case Delivery::kNormal:
        if (reply_.delay.count() == 0) return write_answer();
        return after_delay([](Session& self) { self.write_answer(); });
      case Delivery::kCut:
        close();
        if (reply_.later) after_delay([](Session& self) { self.reply_.later(); });
        return;
      case Delivery::kReset:
        return reset();
      case Delivery::kCutBody:
        keep_alive_ = false;
        out_ = head_and_body(reply_.response, true, body_wanted_);
        out_.resize(out_.size() - (body_wanted_ ? (reply_.response.body.size() + 1) / 2 : 0));
        return write();
      case Delivery::kHang:
        return swallow();
      case Delivery::kDrip:
        out_ = head_and_body(reply_.response, keep_alive_, body_wanted_);
        return drip(0);
      case Delivery::kEvents:
        return start_events();
    }
  }

  template <typename Next>
  void after_delay(Next next) {
    timer_.expires_after(reply_.delay);
    timer_.async_wait([self = this->shared_from_this(), next](const Error& error) {
      if (!error) next(*self);
    });
  }

  void write_answer() {
    out_ = head_and_body(reply_.response, keep_alive_, body_wanted_);
    write();
  }

  void write() {
    expire_when_idle();
    reply_.in_flight.reset();
    asio::async_write(stream_, asio::buffer(out_),
                      [self = this->shared_from_this()](const Error& error, std::size_t) {
                        if (!error) self->after_answer();
                      });
  }

  void drip(std::size_t at) {
    if (at >= out_.size()) return after_answer();
    const std::size_t size = std::min(kDripSize, out_.size() - at);
    if (at + size == out_.size()) reply_.in_flight.reset();
    asio::async_write(
        stream_, asio::buffer(out_.data() + at, size),
        [self = this->shared_from_this(), next = at + size](const Error& error, std::size_t) {
          if (!error) self->after_delay([next](Session& session) { session.drip(next); });
        });
  }

  // No length is told: the stream ends with the connection.
  void start_events() {
    watch_end();
    seen_changes_ = service_.changes();
    out_ = status_and_headers(reply_.response) + "connection: close\r\n\r\nretry: 1000\n";
    write_event();
  }

  void write_event() {
    out_ += fmt::format("data: {}\n\n", seen_changes_);
    asio::async_write(stream_, asio::buffer(out_),
                      [self = this->shared_from_this()](const Error& error, std::size_t) {
                        self->out_.clear();
                        if (!error) self->look_for_changes_later();
                      });
  }

  void look_for_changes_later() {
    after_delay([](Session& self) {
      if (self.client_is_gone_) return;
      const auto seen = std::exchange(self.seen_changes_, self.service_.changes());
      seen == self.seen_changes_ ? self.look_for_changes_later() : self.write_event();
    });
  }

  void watch_end() {
    stream_.async_read_some(asio::buffer(scratch_),
                            [self = this->shared_from_this()](const Error& error, std::size_t) {
                              if (!error) return self->watch_end();
                              self->client_is_gone_ = true;
                              self->timer_.cancel();
                              self->close();
                            });
  }

  // Reads on so that the end of a client that has lost patience is noticed.
  void swallow() {
    socket().async_read_some(asio::buffer(scratch_),
                             [self = this->shared_from_this()](const Error& error, std::size_t) {
                               if (!error) self->swallow();
                             });
  }

  void after_answer() {
    if (keep_alive_) return read_head();
    finish();
  }

  void refuse(const Error& error) {
    const int status = status_of_read_error(error);
    status == 0 ? finish() : refuse(status);
  }

  void refuse(int status) {
    keep_alive_ = false;
    body_wanted_ = true;
    reply_.response = service_.refuse(status);
    write_answer();
  }

  // An orderly end reads what still comes, or the kernel's reset would take our answer with it.
  void finish() {
    if constexpr (std::is_same_v<Stream, Secure>) {
      if (reply_.delivery == Delivery::kCutBody) return close();
      socket().expires_after(std::chrono::seconds(5));
      stream_.async_shutdown([self = this->shared_from_this()](const Error&) { self->close(); });
    } else {
      end_in_order();
    }
  }

  void end_in_order() {
    Error ignored;
    socket().socket().shutdown(tcp::socket::shutdown_send, ignored);
    socket().expires_after(std::chrono::seconds(5));
    swallow();
  }

  // What is still to be sent or read is thrown away on both sides.
  void reset() {
    Error ignored;
    socket().socket().set_option(asio::socket_base::linger(true, 0), ignored);
    close();
  }

  void close() {
    reply_.in_flight.reset();
    Error ignored;
    socket().socket().close(ignored);
  }

  Service& service_;
  std::uint64_t number_;
  Stream stream_;
  asio::steady_timer timer_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string client_address_;
  std::string out_;
  Reply reply_;
  std::array<char, 1024> scratch_{};
  std::uint64_t requests_ = 0;
  std::uint64_t seen_changes_ = 0;
  bool client_is_gone_ = false;
  bool keep_alive_ = false;
  bool body_wanted_ = true;
};

}  // namespace sandbox
