// SPDX-License-Identifier: Apache-2.0
// From an account's fields, and the conditions of its forms, to properties of a schema.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "author/text.h"
#include "inputs.h"
#include "plugin/tasks/form_conditions.h"
#include "plugin/tasks/form_schema.h"
#include "plugin/tasks/names_match.h"

using zendesk::Field;
using zendesk::FormCondition;
using zendesk::NamedList;
using zendesk::RequiredOn;
using zendesk::TicketField;
using zendesk::TicketForm;
using zendesk::tasks::AddConditions;
using zendesk::tasks::EtagOf;
using zendesk::tasks::FormField;
using zendesk::tasks::KeyOf;
using zendesk::tasks::NameOrId;
using zendesk::tasks::ObjectWriter;
using zendesk::tasks::TheLocales;
using zendesk::tasks::WriteFormField;

namespace {

TicketField Named(int64_t id, std::string title, std::string type) {
  TicketField field;
  field.id = id;
  field.title = std::move(title);
  field.type = std::move(type);
  return field;
}

// The property of a field, without its key.
std::string Written(const Field& field, FormField form = FormField()) {
  form.key = "k";
  ObjectWriter writer;
  WriteFormField(writer, field, form, TheLocales().texts());
  const std::string text = writer.Finish();
  REQUIRE(text.starts_with(R"({"k":{)"));
  return text.substr(5, text.size() - 6);
}

std::string TypeOf(const char* type) {
  const std::string text = Written(Named(1, "T", type));
  const std::string begin = R"({"title":"T","type":)";
  REQUIRE(text.starts_with(begin));
  return text.substr(begin.size());
}

// A form in which the fields decide about each other.
class Conditions {
 public:
  Conditions() : list_(Fields(), task_plugin::Fold) {}

  void Show(int64_t child, int64_t parent, std::string value,
            RequiredOn::When when = RequiredOn::When::kNever,
            std::vector<std::string> statuses = {}) {
    FormCondition condition;
    condition.parent_field_id = parent;
    condition.value = std::move(value);
    condition.children.push_back({child, {when, std::move(statuses)}});
    form_.agent_conditions.push_back(std::move(condition));
  }

  FormField Of(int64_t id, bool has_form = true) const {
    const KeyOf key_of = [this](const TicketField& field) { return NameOrId(list_, field); };
    FormField form;
    AddConditions(has_form ? &form_ : nullptr, list_, *list_.ById(id), key_of, TheLocales().texts(),
                  form);
    return form;
  }

  static constexpr int64_t kBox = 1, kMenu = 2, kText = 3, kList = 4, kType = 5, kMarked = 6;

 private:
  static std::vector<TicketField> Fields() {
    TicketField menu = Named(kMenu, "A/B", "tagger");
    menu.options = {{"Red", "tag_red"}, {"Blue", "tag_blue"}};
    TicketField type = Named(kType, "Type", "tickettype");
    type.is_custom = false;
    TicketField marked = Named(kMarked, "Marked", "text");
    marked.required = true;
    return {Named(kBox, "Box", "checkbox"),      menu, Named(kText, "Text", "text"),
            Named(kList, "List", "multiselect"), type, marked};
  }

  const NamedList<TicketField> list_;
  TicketForm form_;
};

// Both parts of each condition, with blanks between.
std::string RequiredOf(const FormField& form) {
  std::string text;
  for (const auto& condition : form.required)
    text += (text.empty() ? "" : " ") + condition.pointer + " " + condition.schema;
  return text;
}

constexpr auto kAlways = RequiredOn::When::kAlways;
constexpr auto kSome = RequiredOn::When::kSome;

}  // namespace

TEST_SUITE_BEGIN("forms");

TEST_CASE("each type has its schema and its widget") {
  CHECK(TypeOf("text") ==
        R"(["string","null"],"x-tp":{"order":0,"widget":"text","expressions":"allowed"}})");
  CHECK(TypeOf("newer than this") == TypeOf("text"));
  CHECK(
      TypeOf("checkbox").starts_with(R"(["boolean","null"],"x-tp":{"order":0,"widget":"switch",)"));
  CHECK(TypeOf("integer").starts_with(R"(["integer","null"],)"));
  CHECK(TypeOf("decimal").starts_with(R"(["number","null"],)"));
  CHECK(TypeOf("date").starts_with(R"(["string","null"],"format":"date",)"));
  CHECK(
      TypeOf("multiselect")
          .starts_with(
              R"(["array","null"],"items":{"type":"string"},"x-tp":{"order":0,"widget":"tags",)"));
}

TEST_CASE("options are told with their labels, each once") {
  TicketField field = Named(1, "T", "tagger");
  field.options = {{"Red", "tag_red"}, {"Blue", "tag_blue"}, {"Red again", "tag_red"}};
  const std::string menu = Written(field);
  CHECK(menu.find(R"("enum":["tag_red","tag_blue",null])") != std::string::npos);
  CHECK(menu.find(R"("labels":{"tag_red":"Red","tag_blue":"Blue"})") != std::string::npos);
  field.type = "multiselect";
  const std::string list = Written(field);
  CHECK(list.find(R"("items":{"type":"string","enum":["tag_red","tag_blue"],"x-tp":{"labels":)") !=
        std::string::npos);
  CHECK(list.find(R"("widget":"multiselect")") != std::string::npos);
}

TEST_CASE("too many options are offered in pages") {
  for (const char* type : {"tagger", "multiselect"}) {
    CAPTURE(type);
    TicketField field = Named(1, "T", type);
    for (int i = 0; i < 100; ++i)
      field.options.push_back({"Part " + std::to_string(i), "part_" + std::to_string(i)});
    FormField form;
    form.options_source = "zendesk.field_options:1";
    CHECK(Written(field, form).find("optionsFrom") == std::string::npos);
    CHECK(Written(field, form).find("part_99") != std::string::npos);
    field.options.push_back({"One more", "part_more"});
    const std::string text = Written(field, form);
    CHECK(text.find("part_") == std::string::npos);
    CHECK(text.find(R"("optionsFrom":{"source":"zendesk.field_options:1","search":true,)"
                    R"("paginated":true})") != std::string::npos);
  }
}

TEST_CASE("what a field leads to is looked for where it is") {
  TicketField field = Named(1, "T", "lookup");
  for (const auto& [target, source] : std::vector<std::pair<std::string, std::string>>{
           {"zen:user", "zendesk.users"},
           {"zen:organization", "zendesk.organizations"},
           {"zen:ticket", "zendesk.tickets"},
           {"zen:custom_object:car", "zendesk.records:car"}}) {
    field.relationship_target_type = target;
    CHECK(Written(field).find("\"source\":\"" + source + "\"") != std::string::npos);
  }
  field.relationship_target_type = "zen:something_new";
  CHECK(Written(field).find("optionsFrom") == std::string::npos);
}

TEST_CASE("what a schema cannot say is told") {
  TicketField field = Named(1, "", "regexp");
  field.regexp = "^[A-Z]+$";
  field.required = true;
  FormField form;
  form.description = "First.";
  CHECK(
      Written(field, form)
          .starts_with(
              R"({"title":"k","description":"First. Must match ^[A-Z]+$. Required to solve the ticket.")"));
}

TEST_CASE("a field shows when another has one of its values") {
  Conditions conditions;
  conditions.Show(Conditions::kText, Conditions::kMenu, "tag_red");
  conditions.Show(Conditions::kText, Conditions::kMenu, "tag_blue");
  const FormField text = conditions.Of(Conditions::kText);
  CHECK(text.visible.pointer == "/custom_fields/A~1B");
  CHECK(text.visible.schema == R"({"enum":["tag_blue","tag_red"]})");
  CHECK(text.required.empty());
  CHECK(text.description.empty());
  CHECK(conditions.Of(Conditions::kMenu).visible.pointer.empty());
  CHECK(conditions.Of(Conditions::kText, false).visible.pointer.empty());
}

TEST_CASE("an empty box is not ticked, and Zendesk's own fields are properties of the task") {
  Conditions conditions;
  conditions.Show(Conditions::kText, Conditions::kBox, "false");
  conditions.Show(Conditions::kList, Conditions::kType, "incident");
  CHECK(conditions.Of(Conditions::kText).visible.schema == R"({"enum":[false,null]})");
  CHECK(conditions.Of(Conditions::kList).visible.pointer == "/type");
}

TEST_CASE("what one pointer cannot say leaves a field in sight") {
  Conditions conditions;
  conditions.Show(Conditions::kText, Conditions::kMenu, "tag_red");
  conditions.Show(Conditions::kText, Conditions::kBox, "true");
  CHECK(conditions.Of(Conditions::kText).visible.pointer.empty());
  conditions.Show(Conditions::kMenu, Conditions::kList, "any", kAlways);
  CHECK(conditions.Of(Conditions::kMenu).visible.pointer.empty());
  CHECK(conditions.Of(Conditions::kMenu).required.empty());
  CHECK(conditions.Of(Conditions::kMenu).description == R"(Required when List is "any".)");
}

TEST_CASE("when a field has to hold something") {
  Conditions conditions;
  const std::string solved = R"(/status {"enum":["closed","solved"]})";
  CHECK(RequiredOf(conditions.Of(Conditions::kMarked)) == solved);
  CHECK(RequiredOf(conditions.Of(Conditions::kMarked, false)) == solved);
  conditions.Show(Conditions::kText, Conditions::kMenu, "tag_red", kAlways);
  FormField text = conditions.Of(Conditions::kText);
  CHECK(RequiredOf(text) == R"(/custom_fields/A~1B {"enum":["tag_red"]})");
  CHECK(text.description == R"(Required when A/B is "Red".)");
  conditions.Show(Conditions::kText, Conditions::kMenu, "tag_blue", kSome, {"pending", "hold"});
  text = conditions.Of(Conditions::kText);
  CHECK(text.required.empty());
  CHECK(text.description == R"(Required when A/B is "Red". Required when A/B is "Blue" and the )"
                            "status is pending, hold.");
  conditions.Show(Conditions::kBox, Conditions::kMenu, "tag_red", kSome, {"pending", "hold"});
  CHECK(RequiredOf(conditions.Of(Conditions::kBox)) ==
        R"(/custom_fields/A~1B {"enum":["tag_red"]} /status {"enum":["hold","pending"]})");
}

TEST_CASE("another schema, another etag") {
  CHECK(EtagOf("") == "cbf29ce484222325");
  CHECK(EtagOf("{}") == EtagOf("{}"));
  CHECK(EtagOf("{}") != EtagOf("[]"));
}

TEST_SUITE_END();
