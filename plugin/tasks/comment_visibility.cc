// SPDX-License-Identifier: Apache-2.0
// Most answers do not hold the other state at all, which shows without reading them.
#include "plugin/tasks/comment_visibility.h"

#include <rapidjson/document.h>

#include <string>

#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"
#include "plugin/zendesk/raw_members.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Warning;

constexpr std::string_view kPublic = R"("public":true)";
constexpr std::string_view kPrivate = R"("public":false)";

// Nothing when the write has no comment.
std::optional<bool> AsksForPublic(std::string_view asked) {
  for (const RawMember& member : ReadRawMembers(asked)) {
    if (member.key == "comment") return member.value.find(kPublic) != std::string_view::npos;
  }
  return std::nullopt;
}

bool HasComment(std::string_view answer, bool is_public) {
  rapidjson::Document document;
  if (!ParseTree(answer, document)) return false;
  const rapidjson::Value* audit = ObjectOf(&document, "audit");
  const rapidjson::Value* events = audit != nullptr ? ListOf(*audit, "events") : nullptr;
  if (events == nullptr) return false;
  for (const rapidjson::Value& event : events->GetArray()) {
    if (!event.IsObject() || TextOrNone(event, "type") != "Comment") continue;
    const auto shown = event.FindMember("public");
    if (shown != event.MemberEnd() && shown->value.IsBool() && shown->value.GetBool() == is_public)
      return true;
  }
  return false;
}

}  // namespace

std::optional<Warning> VisibilityDifference(const Input& input, std::string_view asked,
                                            std::string_view answer) {
  const std::string_view title = input.Title("public");
  const auto is_public = AsksForPublic(asked);
  if (!is_public || answer.find(*is_public ? kPrivate : kPublic) == answer.npos)
    return std::nullopt;
  if (HasComment(answer, *is_public) || !HasComment(answer, !*is_public)) return std::nullopt;
  const std::string message = *is_public
                                  ? input.Say("Zendesk has made the comment an internal note.")
                                  : input.Say("Zendesk has shown the comment to the requester.");
  return Warning{"not_as_asked", input.Say("{}: {}", title, message), "/public"};
}

}  // namespace zendesk::tasks
