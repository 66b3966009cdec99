// SPDX-License-Identifier: Apache-2.0
// A sandbox without a network, with a clock in the test's hand: requests go in as plain structs.
#pragma once

#include <rapidjson/pointer.h>

#include <string>
#include <string_view>

#include "application.h"
#include "json.h"
#include "seed.h"

namespace sandbox {

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;
  Delivery delivery = Delivery::kNormal;
  std::chrono::milliseconds delay{0};

  std::string header(std::string_view name) const {
    const std::string* value = find_header(headers, name);
    return value ? *value : "";
  }

  /// The value at a JSON pointer as JSON text; "absent" when there is none.
  std::string at(const std::string& pointer) const {
    JsonDocument document;
    if (!parse_json(body, document)) return "not JSON";
    const Json* value = rapidjson::Pointer(pointer.c_str(), pointer.size()).Get(document);
    return value ? to_text(*value) : "absent";
  }
};

class Desk {
 public:
  explicit Desk(const ApplicationOptions& options = {})
      : application(
            "acme", [this] { return std::chrono::seconds(time) + fraction; }, options) {}

  Seconds time = 1800000000;
  std::chrono::milliseconds fraction{0};  ///< of a second, beyond `time`
  Application application;
  Headers headers{{"Authorization", "Bearer sandbox-access-token"},
                  {"Content-Type", "application/json"},
                  {"User-Agent", "desk/1"},
                  {"Host", "localhost"}};

  Answer call(std::string method, std::string target, std::string body = "",
              const Headers& more = {}) {
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = headers;
    request.headers.insert(request.headers.end(), more.begin(), more.end());
    request.client_address = "127.0.0.1";
    request.connection = 1;
    Reply reply = application.handle(std::move(request));
    return {reply.response.status, std::move(reply.response.headers),
            std::move(reply.response.body), reply.delivery, reply.delay};
  }

  /// `properties` is the inside of the ticket object; a first comment is added.
  Answer create(const std::string& properties, const Headers& more = {}) {
    const std::string comma = properties.empty() ? "" : ",";
    return call("POST", "/api/v2/tickets",
                R"({"ticket":{"comment":{"body":"text"})" + comma + properties + "}}", more);
  }
  Answer update(const std::string& id, const std::string& properties) {
    return call("PUT", "/api/v2/tickets/" + id, R"({"ticket":{)" + properties + "}}");
  }
  Answer show(const std::string& id) { return call("GET", "/api/v2/tickets/" + id); }
};

}  // namespace sandbox
