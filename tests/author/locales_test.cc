// SPDX-License-Identifier: Apache-2.0
// The words of all shipped locales together.
#include "author/locales.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "author/error.h"
#include "sample.h"

namespace task_plugin {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs ChoicesOf(const Locales& locales, std::string_view task, std::string_view path) {
  Pairs pairs;
  for (const Choice& choice : locales.Choices(task, path))
    pairs.emplace_back(choice.folded, choice.value);
  return pairs;
}

TEST_CASE("words mean the same in every locale") {
  CHECK(sample::TheLocales().Boolean("\u00A0Oui") == true);
  CHECK(sample::TheLocales().Boolean("no") == false);
  CHECK(sample::TheLocales().Boolean("") == std::nullopt);
  CHECK(sample::TheLocales().Boolean("ouais") == std::nullopt);
}

TEST_CASE("without any locale JSON's own words remain") {
  const Locales none;
  CHECK(none.Boolean("True") == true);
  CHECK(none.Boolean("false") == false);
  CHECK(none.Boolean("yes") == std::nullopt);
  CHECK(none.Choices("t", "p").empty());
}

TEST_CASE("choices hold labels and aliases of all locales, folded") {
  CHECK(ChoicesOf(sample::TheLocales(), "sample.task", "status") ==
        Pairs{{"open", "open"},
              {"pending", "pending"},
              {"on hold", "on_hold"},
              {"ouvert", "open"},
              {"en attente", "pending"},
              {"en attente", "on_hold"},
              {"mis en attente", "on_hold"},
              {"ouvrir", "open"},
              {"pending", "open"}});
  CHECK(ChoicesOf(sample::TheLocales(), "sample.task", "address.kind") ==
        Pairs{{"domicile", "home"}});
  CHECK(ChoicesOf(sample::TheLocales(), "sample.other", "status").empty());
  CHECK(ChoicesOf(sample::TheLocales(), "sample.task", "kind").empty());
}

TEST_CASE("a locale file that is not JSON is refused") {
  CHECK_THROWS_AS(Locales({"{"}), Error);
  CHECK_THROWS_AS(Locales({sample::kEnglish, R"({"a":1,"a":2})"}), Error);
}

}  // namespace
}  // namespace task_plugin
