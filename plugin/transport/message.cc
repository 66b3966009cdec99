// SPDX-License-Identifier: Apache-2.0
// Fills a pattern with as many texts as it takes.
#include "plugin/transport/message.h"

#include <fmt/args.h>

#include <functional>

namespace zendesk::transport {

std::string Message::InEnglish() const {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& arg : args_) store.push_back(std::cref(arg));
  return fmt::vformat({english_.data(), english_.size()}, store);
}

}  // namespace zendesk::transport
