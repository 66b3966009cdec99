// SPDX-License-Identifier: Apache-2.0
// In the order in which Zendesk looks at them.
#include "plugin/tasks/foresight_record.h"

#include <string_view>
#include <utility>

#include "author/text.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/foresight_lookup.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/refusal.h"
#include "plugin/zendesk/catalog.h"
#include "plugin/zendesk/flat_object.h"
#include "plugin/zendesk/object_scan.h"

namespace zendesk::tasks {
namespace {

constexpr std::string_view kRecord = "custom_object_record";
constexpr std::string_view kFields = "custom_object_fields";

// A record as a write would leave it.
class NextRecord {
 public:
  explicit NextRecord(const PlannedWrite& write)
      : before_(ReadFlatObject(FindObject(write.before, kRecord))),
        asked_(ReadFlatObject(FindObject(write.body, kRecord))) {}

  std::string id() const { return Text(FindMember(before_, "id", "")); }
  const FlatMember* Asked(std::string_view key, std::string_view inner = {}) const {
    return FindMember(asked_, key, inner);
  }
  std::string Next(std::string_view key) const { return Text(Find(key, "")); }
  const FlatValue& Field(std::string_view key) const {
    static const FlatValue kNone;
    const FlatMember* member = Find(kFields, key);
    return member != nullptr ? member->value : kNone;
  }

 private:
  static std::string Text(const FlatMember* member) {
    return member != nullptr ? member->value.text : std::string();
  }
  const FlatMember* Find(std::string_view key, std::string_view inner) const {
    const FlatMember* asked = Asked(key, inner);
    return asked != nullptr ? asked : FindMember(before_, key, inner);
  }

  const FlatObject before_;
  const FlatObject asked_;
};

// Does a record have it that is another than this one?
Task<bool> IsTaken(Client& client, const NextRecord& record, std::string object, std::string by) {
  std::string value = record.Next(by);
  const auto other = co_await BeforeWriting(
      client.FindRecordBy(std::move(object), std::move(by), std::move(value)));
  co_return other && other->reply.id != record.id();
}

Task<void> ForeseeName(Client& client, const NextRecord& record, const std::string& object,
                       const ObjectField& rule, std::vector<FieldProblem>& complaints) {
  const bool is_given = record.Asked("name") != nullptr;
  const std::string name = record.Next("name");
  if (rule.is_generated) {
    if (is_given) complaints.push_back(Complaint("name", "generated"));
  } else if (task_plugin::Trim(name).empty()) {
    complaints.push_back(Complaint("name", "BlankValue"));
  } else if (is_given && rule.is_unique) {
    const bool is_taken = co_await IsTaken(client, record, object, "name");
    if (!is_taken) co_return;
    complaints.push_back(Complaint("name", "not_unique"));
  }
}

Task<void> ForeseeExternalId(Client& client, const NextRecord& record, const std::string& object,
                             std::vector<FieldProblem>& complaints) {
  const FlatMember* asked = record.Asked("external_id");
  if (asked == nullptr || asked->value.is_empty()) co_return;
  if (!co_await IsTaken(client, record, object, "external_id")) co_return;
  complaints.push_back(Complaint("external_id", "not_unique"));
}

Task<void> ForeseeLinks(Client& client, const NextRecord& record,
                        const NamedList<ObjectField>& fields,
                        std::vector<FieldProblem>& complaints) {
  for (const ObjectField& field : fields.items()) {
    const FlatMember* asked = record.Asked(kFields, field.id);
    if (asked == nullptr) continue;
    const bool leads_nowhere = co_await LeadsNowhere(client, field, asked->value.text);
    if (!leads_nowhere) continue;
    FieldProblem complaint = Complaint(field.id, "no_target");
    complaint.title = field.title;
    complaints.push_back(std::move(complaint));
  }
}

void ForeseeRequired(const NextRecord& record, const NamedList<ObjectField>& fields,
                     std::vector<FieldProblem>& complaints) {
  for (const ObjectField& field : fields.items()) {
    if (!field.required || field.is_standard() || !record.Field(field.id).is_empty()) continue;
    const FlatMember* asked = record.Asked(kFields, field.id);
    if (asked != nullptr && asked->value.kind == FlatValue::Kind::kBool) continue;
    FieldProblem complaint = Complaint(field.id, "BlankValue");
    complaint.title = field.title;
    complaints.push_back(std::move(complaint));
  }
}

// In bytes, as JSON.
size_t SizeOf(const ObjectField& field, const FlatValue& value) {
  constexpr size_t kComma = 1;
  constexpr size_t kBrackets = 2;
  if (value.is_empty()) return std::string_view(field.type == "checkbox" ? "false" : "null").size();
  if (value.kind == FlatValue::Kind::kText) return Quoted(value.text).size();
  if (value.texts.empty()) return value.text.size();
  size_t size = kBrackets - kComma;
  for (const std::string& text : value.texts) size += Quoted(text).size() + kComma;
  return size;
}

// Of all fields, also of those that are empty.
void ForeseeSize(const NextRecord& record, const NamedList<ObjectField>& fields,
                 std::vector<FieldProblem>& complaints) {
  constexpr size_t kMost = 32 * 1024;
  constexpr size_t kColonAndComma = 2;
  constexpr size_t kBraces = 1;  // and the last has no comma
  size_t size = record.Next("name").size() + record.Next("external_id").size() + kBraces;
  for (const ObjectField& field : fields.items()) {
    if (field.is_standard()) continue;
    size += Quoted(field.id).size() + SizeOf(field, record.Field(field.id)) + kColonAndComma;
  }
  if (size <= kMost) return;
  FieldProblem complaint = Complaint("base", "too_large");
  complaint.title = "Record";  // what Zendesk calls it
  complaints.push_back(std::move(complaint));
}

}  // namespace

std::string ObjectOf(const PlannedWrite& write) {
  constexpr std::string_view kObjects = "/api/v2/custom_objects/";
  if (!write.path.starts_with(kObjects)) return {};
  const size_t end = write.path.find('/', kObjects.size());
  return write.path.substr(kObjects.size(), end - kObjects.size());
}

Task<std::vector<FieldProblem>> ForeseeRecord(Client& client, const PlannedWrite& write) {
  std::vector<FieldProblem> complaints;
  const std::string object = ObjectOf(write);
  const Listed<ObjectField> fields =
      co_await BeforeWriting(client.catalog().ObjectFieldsIfAllowed(client, object));
  if (fields == nullptr) co_return complaints;
  const NextRecord record(write);
  if (const ObjectField* rule = fields->ById("standard::name"))
    co_await ForeseeName(client, record, object, *rule, complaints);
  co_await ForeseeExternalId(client, record, object, complaints);
  co_await ForeseeLinks(client, record, *fields, complaints);
  ForeseeRequired(record, *fields, complaints);
  ForeseeSize(record, *fields, complaints);
  co_return complaints;
}

}  // namespace zendesk::tasks
