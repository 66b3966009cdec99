// SPDX-License-Identifier: Apache-2.0
// A token is the place in a list, or the number of a page with its size.
#include "plugin/tasks/choices_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "author/error.h"
#include "author/text.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Error;
using task_plugin::Status;
using task_plugin::Texts;

// More pages than that no list has.
constexpr size_t kLargestNumber = 1'000'000;

std::optional<size_t> ReadNumber(std::string_view text) {
  size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > kLargestNumber)
    return std::nullopt;
  return number;
}

Error NoSuchPage(const Texts& texts) {
  return {Status::kInvalidArgument, "invalid_input",
          texts.Say("There is no such page of choices. Begin with the first one.")};
}

bool Holds(const std::string& text, const std::string& folded_part) {
  return task_plugin::Fold(text).find(folded_part) != std::string::npos;
}

}  // namespace

size_t PageSize(uint32_t limit) {
  constexpr size_t kUsual = 50;
  constexpr size_t kMost = 100;  // of a page of Zendesk's
  return limit == 0 ? kUsual : std::min<size_t>(limit, kMost);
}

ChoicePage PageOf(std::vector<Choice> choices, const task_plugin::OptionsRequest& request,
                  const Texts& texts) {
  if (const std::string part = task_plugin::Fold(request.search); !part.empty()) {
    std::erase_if(choices, [&part](const Choice& choice) {
      return !Holds(choice.label, part) && !Holds(choice.description, part);
    });
  }
  const auto begin = request.page_token.empty() ? 0 : ReadNumber(request.page_token);
  if (!begin) throw NoSuchPage(texts);
  // A list may have become shorter since the page before.
  const size_t first = std::min(*begin, choices.size());
  const size_t end = std::min(first + PageSize(request.limit), choices.size());
  ChoicePage page;
  for (size_t i = first; i < end; ++i) page.items.push_back(std::move(choices[i]));
  if (end < choices.size()) page.next = fmt::format("{}", end);
  return page;
}

CountedPage ReadCountedPage(const task_plugin::OptionsRequest& request, const Texts& texts) {
  CountedPage page;
  page.size = PageSize(request.limit);
  const std::string_view token = request.page_token;
  if (token.empty()) return page;
  const size_t cross = std::min(token.find('x'), token.size());
  const auto number = ReadNumber(token.substr(0, cross));
  const auto size = ReadNumber(token.substr(std::min(cross + 1, token.size())));
  if (!number || !size || *number == 0 || *size == 0 || *size > PageSize(UINT32_MAX))
    throw NoSuchPage(texts);
  page.number = *number;
  page.size = *size;
  return page;
}

std::string TokenOf(const CountedPage& page) {
  return fmt::format("{}x{}", page.number, page.size);
}

std::string WriteChoices(const ChoicePage& page, int64_t ttl_seconds) {
  ObjectWriter writer;
  writer.BeginList("items");
  for (const Choice& choice : page.items) {
    writer.BeginItem();
    writer.Text("value", choice.value);
    writer.Text("label", choice.label);
    if (!choice.description.empty()) writer.Text("description", choice.description);
    if (!choice.group.empty()) writer.Text("group", choice.group);
    if (choice.disabled) writer.Boolean("disabled", true);
    writer.End();
  }
  writer.EndList();
  if (!page.next.empty()) writer.Text("nextPageToken", page.next);
  writer.Integer("ttlSeconds", ttl_seconds);
  if (!page.needs.empty()) {
    writer.BeginList("needs");
    for (const std::string& pointer : page.needs) writer.Item(pointer);
    writer.EndList();
  }
  return writer.Finish();
}

}  // namespace zendesk::tasks
