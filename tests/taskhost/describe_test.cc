// SPDX-License-Identifier: Apache-2.0
// taskhost describe, and the help that a manifest has for errors.
#include <doctest/doctest.h>

#include "desk.h"

using desk::Desk;
using desk::Ending;
using desk::Holds;
using task_host::Json;

namespace {

// Replaces the schema of toy.fail's input; the library registers another, so that it can only be
// described.
void WriteSchema(const Desk& desk, const std::string& schema) {
  Json manifest = Json::Parse(toy::kManifest);
  manifest.Find("tasks")->Find("toy.fail")->Set("input", Json("tasks/nested.json"));
  toy::WriteFile(desk.folder() / "tasks" / "nested.json", schema);
  toy::WriteFile(desk.folder() / "plugin.json", manifest.Serialize());
}

}  // namespace

TEST_CASE("describe gives the schemas") {
  const Desk desk;
  const Json document = Json::Parse(desk.Run({"describe", "toy.echo", "--json"}).out);
  CHECK(*document.Find("input") == Json::Parse(TOY_ECHO_INPUT));
  CHECK(*document.Find("output") == Json::Parse(TOY_ECHO_OUTPUT));
  CHECK(document.Text("side_effects") == "none");
  const Json login = Json::Parse(desk.Run({"describe", "toy.login", "--json"}).out);
  CHECK(login.At("/connections/token")->Text("title") == "Token");
  const Ending text = desk.Run({"describe", "toy.echo"});
  CHECK(Holds(text.out, "Says it again."));
  CHECK(Holds(text.out, "one of: small, large"));
  CHECK(Holds(desk.Run({"describe", "toy.login"}).out, "credentials: token\n"));
}

TEST_CASE("describe tells what one needs to write the input") {
  const Desk desk;
  WriteSchema(desk, R"({"type":"object","x-tp":{"oneRequired":["items","note"]},"properties":{
    "items":{"type":"array","title":"Items","items":{"type":"object","required":["id"],
      "x-tp":{"oneRequired":["id","name"]},"properties":{
        "id":{"type":"integer","title":"Number","description":"Of the item."},
        "name":{"type":"string"},
        "place":{"type":"object","properties":{"city":{"type":"string","default":"Rome"}}}}}},
    "note":{"type":"string","default":""},
    "loud":{"type":"boolean","default":false},
    "how":{"type":"string","enum":["a","b"],"default":"b","x-tp":{"labels":{"b":"Best"}}}}})");
  const Ending english = desk.Run({"describe", "toy.fail"});
  CAPTURE(english.out);
  CHECK(Holds(english.out,
              "\nInput\n"
              "  at least one of: items, note\n"
              "  items             array    Items\n"
              "                             at least one of: items.id, items.name\n"
              "  items.id          integer  Number (required)\n"
              "                             Of the item.\n"
              "  items.name        string   name\n"
              "  items.place       object   place\n"
              "  items.place.city  string   city\n"
              "                             default: Rome\n"
              "  note              string   note\n"
              "                             default: \"\"\n"
              "  loud              boolean  loud\n"
              "                             default: false\n"
              "  how               string   how\n"
              "                             one of: a, b (Best)\n"
              "                             default: b (Best)\n"
              "\nOutput\n"));
  const Ending french = desk.Run({"describe", "toy.fail", "--locale", "fr"});
  CHECK(Holds(french.out, "  au moins l’un de\u00a0: items, note\n"));
  CHECK(Holds(french.out, "au moins l’un de\u00a0: items.id, items.name\n"));
  CHECK(Holds(french.out, "par défaut\u00a0: b (Best)\n"));
}

TEST_CASE("errors come with the help that the manifest has for their codes") {
  const Desk desk;
  Json manifest = Json::Parse(toy::kManifest);
  manifest.Set("errors", Json::Parse(R"({"toy.limited":{"title":"Busy","help":"Wait a little."},
    "toy.invalid":{"help":"Look at the fields."},"toy.bad_token":{"help":"Get a new token."}})"));
  toy::WriteFile(desk.folder() / "plugin.json", manifest.Serialize());
  Json locale = Json::Parse(toy::kFrench);
  locale.Set("errors", Json::Parse(R"({"toy.limited":{"help":"Patientez."}})"));
  toy::WriteFile(desk.folder() / "locales" / "fr.json", locale.Serialize());
  const auto fail = [&](const std::string& mode, std::vector<std::string> more) {
    more.insert(more.begin(), {"run", "toy.fail", "--set", "mode=" + mode});
    return desk.Run(more);
  };
  CHECK(Holds(fail("limited", {}).err, "(toy.limited)\n  remedy: Wait a little.\n"));
  CHECK(Holds(fail("limited", {"--locale", "fr"}).err, ")\n  remède\u00a0: Patientez.\n"));
  const Json document = Json::Parse(fail("limited", {"--json", "--locale=fr"}).out);
  CHECK(document.At("/error")->Text("help") == "Patientez.");
  const std::string invalid = fail("invalid", {}).err;
  CHECK(Holds(invalid, "    remedy: Choose one.\n"));
  CHECK_FALSE(Holds(invalid, "Look at the fields."));
  CHECK_FALSE(Holds(fail("unknown_outcome", {}).err, "remedy"));

  const std::string connection = desk.Write(
      "connection.json", R"({"plugin":"toy","type":"token","credentials":{"token":"refused"}})");
  const Ending refused = desk.Run({"run", "toy.login", "--json", "--connection", connection});
  CHECK(refused.code == 78);
  CHECK(Json::Parse(refused.out).At("/error")->Text("help") == "Get a new token.");
}
