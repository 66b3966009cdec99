// SPDX-License-Identifier: Apache-2.0
// What the host itself says under --locale fr: nothing of it is English.
#include <doctest/doctest.h>

#include <regex>

#include "desk.h"
#include "host/error.h"
#include "taskhost/host_texts.h"
#include "taskhost/stop.h"

using desk::Desk;
using desk::Ending;
using desk::Holds;
using task_host::Json;
using task_host::Sentence;
using taskhost::Language;

namespace {

bool HoldsEnglish(const std::string& text) {
  static const std::regex words("\\b(the|is|has|not|of|must|this|that|with|cannot|to|which)\\b",
                                std::regex::icase);
  return std::regex_search(text, words);
}

// What a person sees of a command that fails, without the names of temporary files.
std::string Said(const Desk& desk, std::vector<std::string> arguments, int code,
                 const std::string& input = "") {
  arguments.insert(arguments.begin(), {"--locale", "fr"});
  const Ending ending = desk.Run(arguments, input);
  CAPTURE(ending.out);
  CAPTURE(ending.err);
  CHECK(ending.code == code);
  std::string said = ending.err;
  const std::string place = desk.Path("");
  for (std::size_t at = 0; (at = said.find(place)) != std::string::npos;) {
    said.replace(at, place.size(), "~/");
  }
  CHECK_FALSE(HoldsEnglish(said));
  return said;
}

}  // namespace

TEST_CASE("plugins and tasks that are not there") {
  const Desk desk;
  const std::string nothing = Said(desk, {"describe", "lego.build"}, 66);
  CHECK(Holds(nothing, "Erreur\u00a0: Il n’y a pas d’extension «\u00a0lego\u00a0».\n"));
  CHECK(
      Holds(nothing, "Emplacements consultés\u00a0:\n  explicite ~/plugins\u00a0: 1 extension\n"));
  CHECK(Holds(nothing, "système /etc/task-plugins/plugins.d\u00a0: "));
  CHECK(Holds(Said(desk, {"run", "toy.sing"}, 66),
              "n’a pas de tâche «\u00a0toy.sing\u00a0»\u00a0; elle a\u00a0: toy.echo toy.fail "));
  CHECK(Holds(Said(desk, {"run", "toy"}, 66),
              "«\u00a0toy\u00a0» désigne une extension\u00a0; ses tâches sont\u00a0: toy.echo "));
  CHECK(Holds(Said(desk, {"describe", "toy.echo", "--set", "text=a"}, 64), "--connection"));
}

TEST_CASE("documents that cannot be used") {
  const Desk desk;
  const auto run = [&](const std::string& input) {
    return Said(desk, {"run", "toy.echo", "--input", "-"}, 65, input);
  };
  CHECK(Holds(run("{\"a\":1 2}"),
              "Erreur\u00a0: entrée standard\u00a0: JSON non acceptable\u00a0: une virgule ou } "
              "manque après un membre d’un objet (à l’octet 7) (host.format)\n"));
  CHECK(Holds(run("{\"a\":1,\"a\":2}"), "la clé «\u00a0a\u00a0» figure deux fois"));
  const std::string connection = desk.Write("connection.json", "[1,]");
  CHECK(Holds(Said(desk, {"verify", "--connection", connection}, 78),
              "~/connection.json\u00a0: JSON non acceptable\u00a0: "));
  CHECK(Holds(Said(desk, {"run", "toy.echo", "--input", desk.Path("gone")}, 66),
              "~/gone\u00a0: lecture impossible\u00a0: "));
  const std::string deep = std::string(63, '[') + std::string(63, ']');
  const std::string event = desk.Write("event.json", deep);
  CHECK(Holds(Said(desk, {"run", "toy.echo", "--input", "-", "--event", event}, 65,
                   R"({"text":[["${}"]]})"),
              "n’est pas acceptable\u00a0: plus de 64 niveaux (à l’octet "));
}

TEST_CASE("plugins that are at fault") {
  const Desk desk;
  const auto break_manifest = [&](const char* name, Json value) {
    Json manifest = Json::Parse(toy::kManifest);
    manifest.Set(name, std::move(value));
    toy::WriteFile(desk.folder() / "plugin.json", manifest.Serialize());
  };
  break_manifest("version", Json("one"));
  CHECK(Holds(Said(desk, {"run", "toy.echo"}, 78),
              "L’extension «\u00a0toy\u00a0» est inutilisable\u00a0:\n"));
  CHECK(Holds(Said(desk, {"run", "toy.echo"}, 78), "/version\u00a0: doit être une version comme"));
  break_manifest("name", Json("Toy"));
  const auto library = [&](const std::string& name, int code) {
    toy::fs::copy_file(toy::fs::path(TOY_LIBRARIES) / (name + ".so"), desk.folder() / "libtoy.so",
                       toy::fs::copy_options::overwrite_existing);
    return Said(desk, {"run", "toy.echo", "--log-level", "off"}, code);
  };
  CHECK(Holds(library("no_symbol", 78), "n’exporte pas tp_plugin_entry_v1\u00a0; ce n’est donc"));
  CHECK(Holds(library("wrong_magic", 78), "libtoy.so\u00a0: l’entrée n’a pas le bon nombre"));
  CHECK(Holds(library("other_input", 78), "le schéma de saisie de toy.echo diffère"));
  CHECK(Holds(library("create_nothing", 78), "create() a réussi sans rendre d’objet"));
  CHECK(Holds(library("create_silent", 78), "L’extension n’a pas donné de raison\u00a0: create()"));
  CHECK(Holds(library("no_complete", 80), "L’extension a abandonné la tâche sans résultat."));
  CHECK(
      Holds(library("bad_output", 80), "La tâche a été exécutée, mais son résultat est illisible"));
  toy::fs::permissions(desk.folder(), toy::fs::perms::all);
  CHECK(
      Holds(Said(desk, {"run", "toy.echo"}, 78), "tous les utilisateurs peuvent y écrire\u00a0; "));
}

TEST_CASE("list, for people and for programs") {
  const Desk desk;
  toy::WriteFile(desk.folder().parent_path() / "2.0.0" / "plugin.json", "{");
  child::Setup setup = desk.Command({"list", "--locale", "fr"});
  const std::string file = desk.Write("file", "");
  setup.environment = {"TASK_PLUGIN_PATH=" + file};
  const Ending text = child::Child(setup).Wait();
  CHECK(Holds(text.out, "toy 2.0.0  inutilisable\u00a0: "));
  CHECK(Holds(text.out, "JSON non acceptable\u00a0: "));
  CHECK(Holds(text.out, "environnement  " + file + "  refusé\u00a0: pas un dossier\n"));
  CHECK_FALSE(HoldsEnglish(text.out));
  setup.arguments.emplace_back("--json");
  const Json list = Json::Parse(child::Child(setup).Wait().out);
  CHECK(list.At("/places/0")->Text("level") == "explicit");
  CHECK(list.At("/places/0")->Text("note") == "1 extension, 1 hors d’usage");
  CHECK(list.At("/plugins/1")->Text("state") == "broken");
  CHECK(Holds(list.At("/plugins/1")->Text("reason"), "JSON non acceptable\u00a0: "));
}

TEST_CASE("what the host library says is translated, what a plugin says is not") {
  const Sentence why("refused: {}", Sentence("not a directory"));
  CHECK(Say(Language::kEnglish, why) == "refused: not a directory");
  CHECK(Say(Language::kFrench, why) == "refusé\u00a0: pas un dossier");
  CHECK(Say(Language::kFrench, Sentence("an odd {}", "x")) == "an odd x");
  task_host::Result result;
  result.error_message = "refused: {}";
  CHECK(InLanguage(Language::kFrench, result).error_message == "refused: {}");
  result.SetHostMessage(why);
  CHECK(InLanguage(Language::kFrench, result).error_message == "refusé\u00a0: pas un dossier");
  CHECK(InLanguage(Language::kEnglish, result).error_message == "refused: not a directory");
  const task_host::Error error(task_host::Error::Kind::kManifest, why);
  CHECK(taskhost::Stop::From(error, Language::kFrench).result().error_message ==
        "refusé\u00a0: pas un dossier");
}

TEST_CASE("the end of an impatient person is told in French") {
  const Desk desk;
  child::Child child(desk.Command(
      {"run", "toy.wait", "--set", "stubborn=1", "--locale", "fr", "--log-level", "info"}));
  child.ReadErrorUntil("info waiting ");
  child.Signal(SIGINT);
  child.ReadErrorUntil("info asked to end ");
  child.Signal(SIGINT);
  const Ending ending = child.Wait();
  CHECK(ending.code == 80);
  CHECK(ending.err.ends_with("\nQuitté sans attendre\u00a0; la tâche a peut-être été exécutée.\n"));
}
