// SPDX-License-Identifier: Apache-2.0
// The tokens that were given out and are not yet used up or revoked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "field.h"
#include "oauth_scopes.h"
#include "time_text.h"

namespace sandbox {

/// An access token and the refresh token that came with it.
struct OauthToken {
  Id id = 0;
  std::string access_token;
  std::string refresh_token;  ///< empty: none
  Id client_id = 0;
  Id user_id = 0;
  Scopes scopes;  ///< empty: it is good for nothing
  Seconds created_at = 0;
  std::optional<Seconds> expires_at{};  ///< nullopt: never
  std::optional<Seconds> refresh_token_expires_at{};
  std::optional<Seconds> used_at{};
};

class OauthTokens {
 public:
  /// Gives it an id, and texts where `token` has an empty access_token; a refresh token only when
  /// it has a time to expire.
  const OauthToken& issue(OauthToken token);

  /// nullptr when there is no such token or it has expired.
  OauthToken* find_by_access_token(const std::string& text, Seconds now);
  const OauthToken* find_by_refresh_token(const std::string& text, Seconds now) const;
  /// True for one that is used up, revoked or expired.
  bool is_dead_refresh_token(const std::string& text) const {
    return ended_.contains(text) || by_refresh_token_.contains(text);
  }
  /// Ends both the access and the refresh token.
  void revoke(Id id);
  /// Access tokens that are good now.
  std::size_t alive(Seconds now) const;
  std::uint64_t issued() const { return issued_; }  ///< since the start
  /// Moves with every token given out or revoked.
  std::uint64_t changes() const { return changes_; }

 private:
  std::map<Id, OauthToken> tokens_;
  std::map<std::string, Id> by_access_token_;
  std::map<std::string, Id> by_refresh_token_;
  Id last_id_ = 360009000000011;
  std::set<std::string> ended_;  ///< refresh tokens that were revoked
  std::uint64_t issued_ = 0;
  std::uint64_t changes_ = 0;
};

}  // namespace sandbox
