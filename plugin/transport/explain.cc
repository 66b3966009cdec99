// SPDX-License-Identifier: Apache-2.0
// What became of an exchange, in words for people and as fields for the log.
#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

#include "plugin/transport/exchange.h"

namespace zendesk::transport {
namespace {

using Kind = Failure::Kind;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

const char* KindName(Kind kind) {
  switch (kind) {
    case Kind::kBadRequest:
      return "bad_request";
    case Kind::kDns:
      return "dns";
    case Kind::kConnect:
      return "connect";
    case Kind::kProxy:
      return "proxy";
    case Kind::kTls:
      return "tls";
    case Kind::kNoAnswer:
      return "no_answer";
    case Kind::kTimeout:
      return "timeout";
    case Kind::kCancelled:
      return "cancelled";
    case Kind::kTooLarge:
      return "too_large";
    case Kind::kProtocol:
      return "protocol";
  }
  return "";
}

const char* HttpVersionName(long version) {
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "1.0";
    case CURL_HTTP_VERSION_1_1:
      return "1.1";
    case CURL_HTTP_VERSION_2_0:
      return "2";
    default:
      return "";
  }
}

// libcurl quotes what a server's certificate says.
std::string Printable(const char* text) {
  std::string clean = text;
  for (char& c : clean) {
    if (c < ' ' || c > '~') c = '?';
  }
  return clean;
}

// Why the system says that there is no connection. Rare reasons go by the system's own name for
// them, which is the same in all languages.
Message NoConnection(const std::string& place, long reason) {
  switch (reason) {
    case ECONNREFUSED:
      return Message("{} refuses the connection.", place);
    case ENETUNREACH:
    case EHOSTUNREACH:
      return Message("The network has no route to {}.", place);
    default:
      break;
  }
  const char* name = reason == 0 ? nullptr : ::strerrorname_np(static_cast<int>(reason));
  if (name == nullptr) return Message("There is no connection to {}.", place);
  return Message("There is no connection to {} ({}).", place, name);
}

// The kind of each of libcurl's errors that can come before a connection stands.
Kind ConnectKind(CURLcode code) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Kind::kBadRequest;
    case CURLE_COULDNT_RESOLVE_HOST:
      return Kind::kDns;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return Kind::kProxy;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return Kind::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return Kind::kTimeout;
    default:
      return Kind::kConnect;
  }
}

// And of those that can come after.
Kind AnswerKind(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Kind::kTimeout;
    case CURLE_OUT_OF_MEMORY:  // one header line beyond libcurl's own limit of 100 KB
      return Kind::kTooLarge;
    case CURLE_HTTP2:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WRITE_ERROR:  // of the decoder: our own are marked as too large
      return Kind::kProtocol;
    default:
      return Kind::kNoAnswer;
  }
}

}  // namespace

Failure Exchange::ExplainFailure() const {
  const std::string place = url_.HostPort();
  if (departures_ == 0) return ExplainNoConnection(place);

  const Kind kind = too_large_ ? Kind::kTooLarge : AnswerKind(code_);
  switch (kind) {
    case Kind::kTimeout:
      return TimedOut();
    case Kind::kTooLarge:
      return Failure(kind, Sent(), Message("The answer of {} is too large.", place));
    case Kind::kProtocol:
      return Failure(kind, Sent(), Message("The answer of {} is not valid HTTP.", place));
    default:
      return Failure(kind, Sent(),
                     Message("The connection to {} ended before a whole answer came.", place));
  }
}

// libcurl's text names the peer that it could not connect to: when that is not the host, it is the
// proxy. No other answer of libcurl tells the two apart.
bool Exchange::ProxyUnreachable() const {
  if (code_ != CURLE_COULDNT_CONNECT) return false;
  std::string_view host = url_.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  const std::string_view text = error_text_.data();
  return text.starts_with("Failed to connect to ") &&
         !text.starts_with(fmt::format("Failed to connect to {} port {} ", host, url_.port));
}

Failure Exchange::ExplainNoConnection(const std::string& place) const {
  if (proxy_status_ != 0 && proxy_status_ / 100 != 2) {
    return Failure(
        Kind::kProxy, false,
        Message("The proxy refused to connect to {} (status {}).", place, proxy_status_));
  }
  const Kind kind = ProxyUnreachable() ? Kind::kProxy : ConnectKind(code_);
  switch (kind) {
    case Kind::kBadRequest:
      return Failure(kind, false, Message("The address of the request is not valid."));
    case Kind::kDns:
      return Failure(kind, false, Message("The name {} cannot be resolved.", url_.host));
    case Kind::kProxy:
      return Failure(kind, false, Message("There is no way to {} through the proxy.", place));
    case Kind::kTls:
      return Failure(kind, false,
                     Message("There is no trusted TLS connection to {}: {}.", place,
                             Printable(error_text_.data())));
    case Kind::kTimeout:
      return TimedOut();
    default:
      return Failure(kind, false, NoConnection(place, connect_errno_));
  }
}

Failure Exchange::TimedOut() const {
  // Seconds and tenths apart: not every language has a point between them.
  using Tenths = std::chrono::duration<std::int64_t, std::deci>;
  const std::int64_t tenths = std::chrono::round<Tenths>(steady_clock::now() - started_).count();
  const std::string place = url_.HostPort();
  return Failure(Kind::kTimeout, Sent(),
                 departures_ > 0
                     ? Message("{} did not answer in {}.{} s.", place, tenths / 10, tenths % 10)
                     : Message("There is no connection to {} after {}.{} s.", place, tenths / 10,
                               tenths % 10));
}

Failure Exchange::Cancelled() const {
  return Failure(Kind::kCancelled, Sent(),
                 Message("The request to {} was cancelled.", url_.HostPort()));
}

std::string Exchange::LogFields(const Failure* failure) const {
  rapidjson::StringBuffer text;
  rapidjson::Writer<rapidjson::StringBuffer> json(text);
  const auto put = [&json](const char* key, std::string_view value) {
    json.Key(key);
    json.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - started_);
  json.StartObject();
  put("method", MethodName(request_.method));
  put("host", url_.HostPort());
  put("path", request_.log_path.empty() ? std::string_view(url_.path) : request_.log_path);
  if (failure == nullptr) {
    json.Key("status");
    json.Int(response_.status);
  } else {
    put("failure", KindName(failure->kind()));
    json.Key("sent");
    json.Bool(failure->sent());
  }
  json.Key("ms");
  json.Int64(took.count());
  json.Key("sent_bytes");
  json.Uint64(body_.given());
  json.Key("received_bytes");
  json.Uint64(received_);
  if (done_) {
    json.Key("reused");
    json.Bool(reused_);
    put("http", HttpVersionName(http_version_));
  }
  if (!request_.traceparent.empty()) put("traceparent", request_.traceparent);
  json.EndObject();
  return text.GetString();
}

}  // namespace zendesk::transport
