// SPDX-License-Identifier: Apache-2.0
// Why there is no token that a request could be sent with.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugin/transport/http.h"

namespace zendesk::auth {

using transport::Message;

// What was to be sent with the token was not sent.
class NoToken : public std::exception {
 public:
  enum class Kind {
    kSignInAgain,    // the grant is dead, or there never was one: a person has to act
    kClientRefused,  // the identifier or the secret of the OAuth client is wrong
    kScopeRefused,   // the client may not have the scope
    kRefused,        // any other answer than 2xx, see response()
    kBadReply,       // a 2xx answer without a usable token
    kUnreachable,    // no answer
    kStore,          // the host's token store does not answer, or cannot store
    kTimeout,        // the deadline of whoever asked for the token
    kCancelled,
  };

  NoToken(Kind kind, Message message) : kind_(kind), what_(message.InEnglish()) {
    sentences_.push_back(std::move(message));
  }

  NoToken&& Because(Message more) && {
    sentences_.push_back(std::move(more));
    return std::move(*this);
  }
  NoToken&& Answered(transport::Response response) && {
    response_.emplace(std::move(response));
    return std::move(*this);
  }

  Kind kind() const noexcept { return kind_; }
  // For people, without any secret.
  const std::vector<Message>& sentences() const noexcept { return sentences_; }
  // What the service answered when it was asked for a token, if it did. It may hold what it was
  // sent: see Session::Mask().
  const std::optional<transport::Response>& response() const noexcept { return response_; }

  const char* what() const noexcept override { return what_.c_str(); }

 private:
  Kind kind_;
  std::vector<Message> sentences_;
  std::string what_;
  std::optional<transport::Response> response_;
};

}  // namespace zendesk::auth
