// SPDX-License-Identifier: Apache-2.0
// What the stub of Zendesk answers, made ready so that an answer costs a few digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http.h"

namespace bench {

class Answers {
 public:
  // `ticket` is the JSON of an answer to a ticket's creation. Its white space is left out, and each
  // ticket gets a number of its own in the place of 1000000000, wherever that stands.
  explicit Answers(std::string_view ticket);

  // Head and body of an answer to a request below /api/v2; valid until the next call.
  std::string_view For(const Request& request);

  // How many tickets these answers have made.
  std::uint64_t tickets() const { return tickets_; }

 private:
  std::string_view NextTicket();
  std::string_view Job(std::size_t items, bool is_completed);

  std::string ticket_;               // the whole answer
  std::vector<std::size_t> places_;  // of the ticket's number in it
  std::string other_;                // the last answer that is no ticket
  std::uint64_t tickets_ = 0;
};

// An answer with these headers and this body.
std::string WholeAnswer(std::string_view status, std::string_view headers, std::string_view body);

// The text of a JSON document without white space between its parts.
std::string WithoutSpace(std::string_view json);

}  // namespace bench
