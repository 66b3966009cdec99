// SPDX-License-Identifier: Apache-2.0
// A task's schema with every kind of field, and two locales for it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"

namespace task_plugin::sample {

inline constexpr std::string_view kEnglish = R"({
  "locale": "en", "words": {"true": ["true", "yes", "on"], "false": ["false", "no", "off"]},
  "tasks": {"sample.task": {"properties": {
    "status": {"labels": {"open": "Open", "pending": "Pending", "on_hold": "On hold"}}
  }}}})";

// "En attente" is the label of two values, as in the original.
inline constexpr std::string_view kFrench = R"({
  "locale": "fr", "words": {"true": ["vrai", "oui"], "false": ["faux", "non"]},
  "tasks": {"sample.task": {"properties": {
    "status": {"labels": {"open": "Ouvert", "pending": "En attente", "on_hold": "En attente"},
               "aliases": {"on_hold": ["Mis en attente"], "open": ["ouvrir", "Pending"]}},
    "moods": {"labels": {"glad": "Content\u00e9", "sad": "Triste"}},
    "address.kind": {"labels": {"home": "Domicile"}}
  }}}})";

inline constexpr std::string_view kSchema = R"({
  "type": "object", "additionalProperties": false, "required": ["subject"],
  "x-tp": {"oneRequired": ["subject", "email"]},
  "properties": {
    "subject": {"type": "string", "title": "Subject", "minLength": 1, "maxLength": 5},
    "count": {"type": "integer", "title": "Count", "minimum": -5, "maximum": 9007199254740993},
    "id": {"type": ["integer", "null"], "title": "Id"},
    "share": {"type": "number", "minimum": 0.5, "maximum": 1},
    "public": {"type": "boolean", "title": "Public"},
    "status": {"type": ["string", "null"], "title": "Status",
               "enum": ["open", "pending", "on_hold", "solved", null]},
    "level": {"type": "integer", "title": "Level", "enum": [1, 2]},
    "kind": {"enum": ["A", "B"]},
    "tags": {"type": "array", "title": "Tags", "minItems": 1, "maxItems": 3, "uniqueItems": true,
             "items": {"type": "string", "minLength": 2}},
    "moods": {"type": "array", "title": "Moods", "items": {"type": "string", "enum": ["glad", "sad"]}},
    "numbers": {"type": "array", "items": {"type": "integer"}},
    "email": {"type": "string", "title": "E-mail", "format": "email"},
    "code": {"type": "string", "title": "Code", "pattern": "^([a-z]{2}[0-9]+)$"},
    "text_or_id": {"type": ["string", "integer"]},
    "anything": {"title": "Anything"},
    "address": {"type": "object", "title": "Address", "additionalProperties": false,
                "required": ["city"], "x-tp": {"oneRequired": ["street", "box"]},
                "properties": {"city": {"type": "string", "title": "City"},
                               "street": {"type": "string", "title": "Street"},
                               "box": {"type": ["integer", "null"]},
                               "kind": {"type": "string", "enum": ["home", "work"]}}},
    "attributes": {"type": "object", "title": "Attributes", "additionalProperties": {"type": "integer"}},
    "free": {"type": "object", "additionalProperties": true},
    "shape": {"type": "object", "title": "Shape", "additionalProperties": true,
              "oneOf": [{"properties": {"is": {"enum": ["dot"]}}, "required": ["is"]},
                        {"properties": {"is": {"enum": ["line"]}, "to": {"type": "integer"}},
                         "required": ["is", "to"]}]}
  }})";

inline const Locales& TheLocales() {
  static const Locales locales({kEnglish, kFrench});
  return locales;
}

inline const Schema& TheSchema() {
  static const Schema schema("sample.task", kSchema, TheLocales());
  return schema;
}

/// The canonical form of the whole input; its faults, if any, are in `faults`.
inline std::string Coerced(std::string_view json, std::vector<Fault>* faults) {
  json::Document document =
      json::Document::Parse(std::string(json), "The input", json::Fractions::kAsWritten);
  *faults = CoerceAndCheck(document, TheSchema(), TheLocales());
  json::Buffer buffer;
  json::Writer writer(buffer);
  json::Write(writer, document.root());
  return buffer.Take();
}

}  // namespace task_plugin::sample
