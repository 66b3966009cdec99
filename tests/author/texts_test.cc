// SPDX-License-Identifier: Apache-2.0
// What is said to people, in the language of the host.
#include "author/texts.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "object.h"
#include "sample.h"

namespace task_plugin {
namespace {

constexpr std::string_view kLocale = R"({
  "locale": "fr", "texts": {
    "{} and {}": "{1} puis {0}", "No braces.": "Sans {0}.", "One {}.": "{0} et {1}.",
    "The task was cancelled.": "Ma propre phrase.", "No text.": 1
  },
  "tasks": {"sample.task": {"properties": {
    "subject": {"title": "Objet"}, "status": {"title": "Statut"}, "email": {"title": "Courriel"},
    "address.city": {"title": "Ville"}, "tags": {"title": "Marqueurs"}
  }}},
  "connections": {"token": {"properties": {"secret": {"title": "Jeton secret"}}}}})";

const Locales& French() {
  static const Locales locales({sample::kEnglish, kLocale}, "fr_CA.UTF-8");
  return locales;
}

TEST_CASE("a locale's name begins with its language") {
  for (const char* locale : {"fr", "fr_FR.UTF-8", "fr-CA", "FR", "fr@euro", "fr.UTF-8"}) {
    CAPTURE(locale);
    CHECK(LanguageOf(locale) == "fr");
  }
  CHECK(LanguageOf("frr") == "frr");
  CHECK(LanguageOf("C.UTF-8") == "c");
  CHECK(LanguageOf("").empty());
}

TEST_CASE("the SDK speaks French, and English wherever it knows no better") {
  const Texts french("fr", nullptr);
  CHECK(french.Say("The plugin failed.") == "L\u2019extension a \u00E9chou\u00E9.");
  CHECK(french.Say("{} is required.", "Objet") ==
        "Le champ \u00AB\u00A0Objet\u00A0\u00BB est obligatoire.");
  CHECK(french.Say("Nobody has translated {}.", 1) == "Nobody has translated 1.");
  for (const char* language : {"en", "de", "", "../fr", "c"}) {
    CAPTURE(language);
    CHECK(Texts(language, nullptr).Say("The plugin failed.") == "The plugin failed.");
  }
  CHECK(Texts().Say("{{{}}}", 7) == "{7}");
}

TEST_CASE("a plugin adds texts, and its word counts more than the SDK's") {
  const Texts& texts = French().texts();
  CHECK(texts.Say("{} and {}", "a", 2) == "2 puis a");
  CHECK(texts.Say("{} and {}", {"a", "b"}) == "b puis a");
  CHECK(texts.Say("The task was cancelled.") == "Ma propre phrase.");
  CHECK(texts.Say("No text.") == "No text.");
}

TEST_CASE("a translation with other arguments is not used") {
  CHECK(French().texts().Say("No braces.") == "No braces.");
  CHECK(French().texts().Say("One {}.", 1) == "One 1.");
}

TEST_CASE("the language of the locale chooses the titles") {
  CHECK(French().Title("sample.task", "address.city") == "Ville");
  CHECK(French().Title("token", "secret") == "Jeton secret");
  CHECK(French().Title("sample.task", "count").empty());
  CHECK(Locales({sample::kEnglish, kLocale}, "en_GB").Title("sample.task", "subject").empty());
  CHECK(Locales({sample::kEnglish, kLocale}, "de").Title("sample.task", "subject").empty());
  const Schema schema("sample.task", sample::kSchema, French());
  CHECK(schema.root().properties.Find("tags")->title == "Marqueurs");
  CHECK(schema.root().properties.Find("tags")->items->title == "Marqueurs");
  CHECK(schema.root().properties.Find("count")->title == "Count");
}

TEST_CASE("faults speak the language, codes and values stay") {
  const Schema schema("sample.task", sample::kSchema, French());
  const Input input(schema, French(), R"({"status":"on hold","email":"ada","count":[],"x":1})");
  REQUIRE(input.faults().size() == 4);
  CHECK(input.faults()[0].message ==
        "Le champ \u00AB\u00A0Courriel\u00A0\u00BB ne contient pas d\u2019adresse e-mail.");
  CHECK(input.faults()[0].remedy == "\u00C9crivez par exemple ada@example.com.");
  CHECK(input.faults()[0].title == "Courriel");
  CHECK(input.faults()[0].code == "bad_format");
  CHECK(input.faults()[1].message ==
        "Le champ \u00AB\u00A0Count\u00A0\u00BB doit contenir un nombre entier, et non une liste.");
  CHECK(input.faults()[3].pointer == "/subject");
  CHECK(input.faults()[3].message == "Le champ \u00AB\u00A0Objet\u00A0\u00BB est obligatoire.");
  try {
    input.ThrowIfFaulty();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.message.starts_with("La saisie comporte 4 erreurs. Le champ"));
  }
  CHECK_THROWS_WITH_AS(Input(schema, French(), R"({"a":})"),
                       doctest::Contains("La saisie n\u2019est pas du JSON valide. Une valeur"),
                       Error);
}

class Refusing final : public BlockingPlugin {
 public:
  using BlockingPlugin::BlockingPlugin;
  std::unique_ptr<Connection> Connect(const ConnectInfo&) override {
    throw Error(Status::kRejected, "refused", texts().Say("The plugin failed."));
  }
  Output Run(Operation&) override { return {}; }
};

TEST_CASE("the policy of create() chooses the language") {
  const auto refusal = [](std::string_view policy) {
    FakeHost host;
    const tp_plugin_api* api = nullptr;
    tp_plugin* plugin = nullptr;
    const Outcome created;
    if (Create(ClassOf<Refusing>(), host.get(), Str(policy), created.sink(), &api, &plugin) !=
        TP_OK)
      return created.message();
    const Outcome diag;
    tp_connect_info info = {};
    info.struct_size = sizeof info;
    tp_conn* conn = nullptr;
    CHECK(api->connect(plugin, &info, diag.sink(), &conn) == TP_E_REJECTED);
    api->destroy(plugin);
    return diag.message();
  };
  CHECK(refusal("") == "The plugin failed.");
  CHECK(refusal(R"({"locale":"xx"})") == "The plugin failed.");
  CHECK(refusal(R"({"locale":"fr-BE"})") == "L\u2019extension a \u00E9chou\u00E9.");
  CHECK(refusal(R"({"locale":"fr","proxy":1})") ==
        "Le champ \u00AB\u00A0proxy\u00A0\u00BB doit contenir un texte.");
}

}  // namespace
}  // namespace task_plugin
