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
std::string PageQuery(std::string_view after_cursor, int page) {
  if (after_cursor.empty()) return fmt::format("per_page=100&page={}", page);
  return fmt::format("page%5Bsize%5D=100&page%5Bafter%5D={}", EncodePathPart(after_cursor));
}

}  // namespace

Task<ListEnd> Client::ReadPageAt(std::string path, std::string_view name, TakeItem take) {
  ListEnd end;
  end.response = co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
  std::optional<Message> complaint;
  auto read = ReadListPage(end.response.body, name, complaint);
  if (!read) throw WithoutSecrets(BadReply(end.response, Effect::kRead, *std::move(complaint)));
  for (const std::string_view item : read->items) {
    if (take(item)) continue;
    throw WithoutSecrets(BadReply(end.response, Effect::kRead,
                                  Message("An entry of its \"{}\" makes no sense.", name)));
  }
  end.has_more = read->has_more;
  end.after_cursor = std::move(read->after_cursor);
  co_return end;
}

// The end of the last page that was read.
Task<ListEnd> Client::ReadPages(std::string path, Paging paging, std::string_view name,
                                TakeItem take, int most) {
  const char mark = path.find('?') == path.npos ? '?' : '&';
  std::string query = paging == Paging::kByCursor ? "page%5Bsize%5D=100" : "per_page=100";
  std::string cursor;
  for (int page = 1;; ++page) {
    ListEnd end = co_await ReadPageAt(fmt::format("{}{}{}", path, mark, query), name, take);
    const bool stands_still = !cursor.empty() && end.after_cursor == cursor;
    if (!end.has_more || page == most || stands_still) co_return end;
    query = PageQuery(end.after_cursor, page + 1);
    cursor = std::move(end.after_cursor);
  }
}

Task<void> Client::ReadList(std::string path, std::string_view name, TakeItem take) {
  const ListEnd end =
      co_await ReadPages(std::move(path), Paging::kByCursor, name, std::move(take), kMostPages);
  if (end.has_more) {
    throw WithoutSecrets(
        BadReply(end.response, Effect::kRead, Message("Its \"{}\" has no end.", name)));
  }
}

Task<bool> Client::ReadSearch(std::string path, Paging paging, std::string_view name,
                              TakeItem take) {
  constexpr int kPageSize = 100;
  const ListEnd end =
      co_await ReadPages(std::move(path), paging, name, std::move(take), kMostFound / kPageSize);
  co_return !end.has_more;
}

}  // namespace zendesk
