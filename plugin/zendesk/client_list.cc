// SPDX-License-Identifier: Apache-2.0
// Whole lists, page by page.
#include <fmt/format.h>

#include "plugin/zendesk/client.h"
#include "plugin/zendesk/list_page.h"

namespace zendesk {

using transport::Method;

namespace {

// Of a hundred entries each; a list that has more ends nowhere.
constexpr int kMostPages = 500;

// The next page is asked for at the list's own address, and not where the answer says.
std::string PageQuery(const ListPage& before, int page) {
  if (before.after_cursor.empty()) return fmt::format("per_page=100&page={}", page);
  return fmt::format("page%5Bsize%5D=100&page%5Bafter%5D={}", EncodePathPart(before.after_cursor));
}

}  // namespace

Task<std::optional<std::string>> Client::ReadPart(std::string path, std::string_view name,
                                                  TakeItem take) {
  const transport::Response response =
      co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::optional<Message> complaint;
  auto read = ReadListPage(response.body, name, complaint);
  if (!read) throw WithoutSecrets(BadReply(response, Effect::kRead, *std::move(complaint)));
  for (const std::string_view item : read->items) {
    if (take(item)) continue;
    throw WithoutSecrets(BadReply(response, Effect::kRead,
                                  Message("An entry of its \"{}\" makes no sense.", name)));
  }
  if (!read->has_more) co_return std::nullopt;
  co_return std::move(read->after_cursor);
}

Task<void> Client::ReadList(std::string path, std::string_view name, TakeItem take) {
  const char mark = path.find('?') == path.npos ? '?' : '&';
  std::string query = "page%5Bsize%5D=100";
  std::string cursor;
  for (int page = 1;; ++page) {
    const transport::Response response = co_await Send(
        Method::kGet, fmt::format("{}{}{}", path, mark, query), std::string(), Call(Effect::kRead));
    std::optional<Message> complaint;
    auto read = ReadListPage(response.body, name, complaint);
    const auto complain = [&](Message what) {
      return WithoutSecrets(BadReply(response, Effect::kRead, std::move(what)));
    };
    if (!read) throw complain(*std::move(complaint));
    for (const std::string_view item : read->items) {
      if (!take(item)) throw complain(Message("An entry of its \"{}\" makes no sense.", name));
    }
    if (!read->has_more) co_return;
    const bool stands_still = !cursor.empty() && read->after_cursor == cursor;
    if (page == kMostPages || stands_still) throw complain(Message("Its \"{}\" has no end.", name));
    query = PageQuery(*read, page + 1);
    cursor = std::move(read->after_cursor);
  }
}

}  // namespace zendesk
