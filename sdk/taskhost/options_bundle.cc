// SPDX-License-Identifier: Apache-2.0
// new, pack, inspect, keygen, sign, trust, install, update, rollback and remove.
#include "taskhost/options_bundle.h"

#include "taskhost/format.h"

namespace taskhost {
namespace {

class BundleCommands {
 public:
  BundleCommands(CLI::App& app, Options& options, Language language)
      : app_(app), options_(options), language_(language) {}

  void AddMaking() {
    CLI::App* plugin = Add("new", Text::kHelpNew, Options::Command::kNew);
    Need(plugin, "NAME", options_.path, Text::kHelpNewPlugin);
    CLI::App* pack = Add("pack", Text::kHelpPack, Options::Command::kPack);
    Need(pack, "DIR", options_.path, Text::kHelpPackFolder);
    Option(pack, "-o,--output", options_.output, "FILE", Text::kHelpPackOutput);
    Option(pack, "--key", options_.key, "FILE", Text::kHelpSignKey);
    CLI::App* inspect = Add("inspect", Text::kHelpInspect, Options::Command::kInspect);
    Need(inspect, "BUNDLE", options_.path, Text::kHelpBundle);
    CLI::App* keygen = Add("keygen", Text::kHelpKeygen, Options::Command::kKeygen);
    Need(keygen, "NAME", options_.path, Text::kHelpKeyName);
    Flag(keygen, "--no-passphrase", options_.no_passphrase, Text::kHelpNoPassphrase);
    CLI::App* sign = Add("sign", Text::kHelpSign, Options::Command::kSign);
    Need(sign, "FILE", options_.path, Text::kHelpSignFile);
    Option(sign, "--key", options_.key, "FILE", Text::kHelpSignKey);
    Option(sign, "--signature", options_.signature, "FILE", Text::kHelpSignature);
    Option(sign, "--public-key", options_.public_key, "FILE", Text::kHelpPublicKey);
  }

  void AddUsing() {
    CLI::App* trust = Add("trust", Text::kHelpTrust, Options::Command::kTrust);
    Need(trust, "FILE", options_.path, Text::kHelpPublicKey);
    Repeated(trust, "--for", options_.for_plugins, Text::kHelpTrustFor)->required();
    AddInstalling("install", Text::kHelpInstall, Options::Command::kInstall);
    AddInstalling("update", Text::kHelpUpdate, Options::Command::kUpdate);
    AddChoosing("rollback", Text::kHelpRollback, Text::kHelpRollbackVersion,
                Options::Command::kRollback);
    AddChoosing("remove", Text::kHelpRemove, Text::kHelpRemoveVersion, Options::Command::kRemove);
  }

 private:
  void AddInstalling(const char* name, Text help, Options::Command meaning) {
    CLI::App* command = Add(name, help, meaning);
    Need(command, "BUNDLE", options_.path, Text::kHelpBundle);
    Repeated(command, "--allow-unsigned", options_.allow_unsigned, Text::kHelpAllowUnsigned);
    Flag(command, "--allow-downgrade", options_.allow_downgrade, Text::kHelpAllowDowngrade);
  }

  void AddChoosing(const char* name, Text help, Text help_version, Options::Command meaning) {
    CLI::App* command = Add(name, help, meaning);
    Need(command, "PLUGIN", options_.plugin, Text::kHelpPluginId);
    command->add_option("VERSION", options_.version, Help(help_version))->type_name("");
  }

  CLI::App* Add(const char* name, Text help, Options::Command meaning) {
    CLI::App* command = AddCommand(app_, name, help, language_);
    Options& options = options_;
    command->callback([&options, meaning] { options.command = meaning; });
    return command;
  }
  void Need(CLI::App* command, const char* name, std::string& value, Text help) {
    command->add_option(name, value, Help(help))->required()->type_name("");
  }
  void Option(CLI::App* command, const char* name, std::string& value, const char* type,
              Text help) {
    command->add_option(name, value, Help(help))->type_name(type);
  }
  CLI::Option* Repeated(CLI::App* command, const char* name, std::vector<std::string>& values,
                        Text help) {
    return command->add_option(name, values, Help(help))
        ->type_name("PLUGIN")
        ->expected(1)
        ->take_all();
  }
  void Flag(CLI::App* command, const char* name, bool& value, Text help) {
    command->add_flag(name, value, Help(help));
  }
  std::string Help(Text text) const { return Say(language_, text); }

  CLI::App& app_;
  Options& options_;
  Language language_;
};

}  // namespace

CLI::App* AddCommand(CLI::App& parent, const char* name, Text help, Language language) {
  CLI::App* command = parent.add_subcommand(name, Say(language, help));
  command->group(Say(language, Text::kHelpCommandsHeading));
  command->footer(Say(language, Text::kHelpSeeMore));
  return command;
}

void AddBundleCommands(CLI::App& app, Options& options, Language language) {
  BundleCommands commands(app, options, language);
  commands.AddUsing();
  commands.AddMaking();
}

std::optional<Text> MissingOfBundleCommand(const std::string& command) {
  if (command == "new") return Text::kNeedsNewPlugin;
  if (command == "pack") return Text::kNeedsFolder;
  if (command == "keygen") return Text::kNeedsKeyName;
  if (command == "trust") return Text::kNeedsKeyAndPlugin;
  if (command == "rollback" || command == "remove") return Text::kNeedsInstalledPlugin;
  if (command == "inspect" || command == "sign" || command == "install" || command == "update") {
    return Text::kNeedsBundle;
  }
  return std::nullopt;
}

}  // namespace taskhost
