// SPDX-License-Identifier: Apache-2.0
// Searching without an index: the sandbox holds few records.
#include "record_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "record_view.h"

namespace sandbox {
namespace {

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find_first_of(separators);
    if (end != 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

template <typename Predicate>
Records select(const CustomObject& object, Predicate fits) {
  Records result;
  for (const auto& [id, record] : object.records) {
    if (fits(record)) result.push_back(&record);
  }
  return result;
}

std::vector<std::string> words_of(const CustomObject& object, const CustomObjectRecord& record) {
  constexpr std::string_view kBreaks = " \t\r\n,;:.()";
  std::string text = record.name + ' ' + record.external_id.value_or("");
  for (const CustomObjectField& field : object.fields) {
    if (field.type != "text" && field.type != "textarea" && field.type != "regexp") continue;
    const auto value = record.fields.find(field.key);
    if (value == record.fields.end()) continue;
    if (const auto* words = std::get_if<std::string>(&value->second)) text += ' ' + *words;
  }
  return split(lower(text), kBreaks);
}

// An attribute's value as JSON text; nullopt when the object has no such attribute.
std::optional<std::string> attribute(const CustomObject& object, const CustomObjectRecord& record,
                                     std::string_view name) {
  constexpr std::string_view kField = "custom_object_fields.";
  if (name.starts_with(kField)) {
    JsonDocument fields;
    parse_json(record_fields_json(object, record), fields);
    const Json* value = member(fields, name.substr(kField.size()));
    return value ? std::optional(to_text(*value)) : std::nullopt;
  }
  if (name == "name") return json_text(record.name);
  if (name == "external_id") return json_text(record.external_id);
  if (name == "created_at") return json_text(format_time(record.created_at));
  if (name == "updated_at") return json_text(format_time(record.updated_at));
  if (name == "created_by_user") return json_text(fmt::to_string(record.created_by_user_id));
  if (name == "updated_by_user") return json_text(fmt::to_string(record.updated_by_user_id));
  return std::nullopt;
}

// Numbers may be asked for as text, and text as numbers.
std::string_view without_quotes(std::string_view json) {
  return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

class Filter {
 public:
  Filter(const CustomObject& object, std::string& problem) : object_(object), problem_(problem) {}

  bool fits(const CustomObjectRecord& record, const Json& filter) {
    if (!filter.IsObject()) return fail("a filter is an object");
    return std::all_of(filter.MemberBegin(), filter.MemberEnd(), [&](const auto& entry) {
      const std::string_view name = text_of(entry.name);
      if (name == "$and" || name == "$or") return fits_list(record, entry.value, name == "$and");
      return compares(record, name, entry.value);
    });
  }

 private:
  bool fits_list(const CustomObjectRecord& record, const Json& list, bool all) {
    if (!list.IsArray()) return fail("$and and $or take a list");
    const auto one = [&](const Json& filter) { return fits(record, filter); };
    return all ? std::all_of(list.Begin(), list.End(), one)
               : std::any_of(list.Begin(), list.End(), one);
  }

  bool compares(const CustomObjectRecord& record, std::string_view name, const Json& comparison) {
    const auto value = attribute(object_, record, name);
    if (!value) return fail(fmt::format("{} is not an attribute of {}", name, object_.key));
    const Json* wanted = member(comparison, "$eq");
    if (!wanted || comparison.MemberCount() != 1) {
      return fail(fmt::format("{}: the sandbox compares with $eq only", name));
    }
    return without_quotes(*value) == without_quotes(to_text(*wanted));
  }

  bool fail(std::string text) {
    problem_ = std::move(text);
    return false;
  }

  const CustomObject& object_;
  std::string& problem_;
};

}  // namespace

Records listed_records(const CustomObject& object, const Request& request) {
  const auto wanted = [&](const char* name) -> std::optional<std::set<std::string>> {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return std::nullopt;
    const auto parts = split(found->second, ",");
    return std::set(parts.begin(), parts.end());
  };
  const auto ids = wanted("filter[ids]");
  const auto external_ids = wanted("filter[external_ids]");
  return select(object, [&](const CustomObjectRecord& record) {
    return (!ids || ids->contains(record.id)) &&
           (!external_ids || (record.external_id && external_ids->contains(*record.external_id)));
  });
}

Records searched_records(const CustomObject& object, std::string_view query) {
  const auto wanted = split(lower(query), " ");
  return select(object, [&](const CustomObjectRecord& record) {
    const auto words = words_of(object, record);
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& start) {
      return std::any_of(words.begin(), words.end(),
                         [&](const std::string& word) { return word.starts_with(start); });
    });
  });
}

Records named_records(const CustomObject& object, std::string_view part) {
  return select(object, [&](const CustomObjectRecord& record) {
    return lower(record.name).find(lower(part)) != std::string::npos;
  });
}

bool filter_records(const CustomObject& object, const Json& filter, Records& records,
                    std::string& problem) {
  Filter reader(object, problem);
  std::erase_if(records, [&](const CustomObjectRecord* r) { return !reader.fits(*r, filter); });
  return problem.empty();
}

bool sort_records(Records& records, std::string_view by,
                  const std::vector<std::string_view>& allowed) {
  const bool is_descending = by.starts_with('-');
  if (is_descending) by.remove_prefix(1);
  if (std::find(allowed.begin(), allowed.end(), by) == allowed.end()) return false;
  const auto is_before = [by](const CustomObjectRecord* a, const CustomObjectRecord* b) {
    if (by == "name") return a->name < b->name;
    if (by == "created_at") return a->created_at < b->created_at;
    if (by == "updated_at") return a->updated_at < b->updated_at;
    return a->id < b->id;
  };
  std::stable_sort(records.begin(), records.end(), [&](const auto* a, const auto* b) {
    return is_descending ? is_before(b, a) : is_before(a, b);
  });
  return true;
}

}  // namespace sandbox
