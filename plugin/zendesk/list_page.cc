// SPDX-License-Identifier: Apache-2.0
// The objects first, then what stands beside them.
#include "plugin/zendesk/list_page.h"

#include "plugin/zendesk/json_reader.h"
#include "plugin/zendesk/object_scan.h"

namespace zendesk {
namespace {

// Notes what the document's own members, and those of its "meta", say of further pages.
class EndScanner {
 public:
  void Key(std::string_view key) {
    if (depth_ == 1) root_key_ = key;
    if (depth_ == 2 && root_key_ == "meta") meta_key_ = key;
  }
  bool WantsText() const { return IsCursor() || IsNextPage() || IsHasMore(); }
  bool Text(std::string_view text) {
    if (IsCursor()) cursor_ = text;
    if (IsNextPage()) has_next_page_ = !text.empty();
    if (IsHasMore() && (text == "true" || text == "false")) Bool(text == "true");
    return true;
  }
  void Number(std::string_view number) {
    if (IsCursor()) cursor_ = number;
    if (IsNextPage()) has_next_page_ = true;
  }
  void Bool(bool value) {
    if (!IsHasMore()) return;
    has_meta_ = true;
    has_more_ = value;
  }
  void Null() {}
  void StartObject(size_t) { ++depth_; }
  void EndObject(size_t, size_t) { --depth_; }
  void StartArray() { ++depth_; }
  void EndArray() { --depth_; }

  void Tell(ListPage& page) && {
    page.has_more = has_meta_ ? has_more_ : has_next_page_;
    if (has_meta_) page.after_cursor = std::move(cursor_);
  }
  bool LacksCursor() const { return has_meta_ && has_more_ && cursor_.empty(); }

 private:
  bool IsInMeta() const { return depth_ == 2 && root_key_ == "meta"; }
  bool IsHasMore() const { return IsInMeta() && meta_key_ == "has_more"; }
  bool IsCursor() const { return IsInMeta() && meta_key_ == "after_cursor"; }
  bool IsNextPage() const { return depth_ == 1 && root_key_ == "next_page"; }

  int depth_ = 0;
  std::string root_key_;
  std::string meta_key_;
  std::string cursor_;
  bool has_meta_ = false;
  bool has_more_ = false;
  bool has_next_page_ = false;
};

}  // namespace

std::optional<ListPage> ReadListPage(std::string_view body, std::string_view name,
                                     std::optional<Message>& complaint) {
  auto items = ScanList(body, name, complaint);
  if (!items) return std::nullopt;
  EndScanner scanner;
  JsonReader(body, scanner).Read();  // a whole document, as ScanList() has seen
  if (scanner.LacksCursor()) {
    complaint = Message("It has more pages, but does not say where the next one begins.");
    return std::nullopt;
  }
  ListPage page;
  page.items = *std::move(items);
  std::move(scanner).Tell(page);
  return page;
}

}  // namespace zendesk
