// SPDX-License-Identifier: Apache-2.0
// Texts of the commands that keep connections.
#include "taskhost/texts_table.h"

namespace taskhost {
namespace {

constexpr std::array kEntries = {
    Entry{Text::kConnectionStep, "taskhost connection sign-in {}",
          "taskhost connection sign-in {}"},
    Entry{Text::kVerifyStep, "taskhost connection verify {}", "taskhost connection verify {}"},
    Entry{Text::kName, "Name", "Nom"},
    Entry{Text::kId, "Id", "Identifiant"},
    Entry{Text::kFile, "File", "Fichier"},
    Entry{Text::kOwner, "Owner", "Propriétaire"},
    Entry{Text::kOwn, "you", "vous"},
    Entry{Text::kShared, "shared", "partagée"},
    Entry{Text::kConnectionType, "Type", "Type"},
    Entry{Text::kState, "State", "État"},
    Entry{Text::kReady, "ready", "prête"},
    Entry{Text::kSignInAgain, "sign in again", "se connecter de nouveau"},
    Entry{Text::kTokens, "Tokens", "Jetons"},
    Entry{Text::kNoTokens, "none stored", "aucun gardé"},
    Entry{Text::kTokensUnreadable, "cannot be read", "illisibles"},
    Entry{Text::kGeneration, "generation {}", "génération {}"},
    Entry{Text::kExpires, "until {}", "jusqu’au {}"},
    Entry{Text::kScopes, "scopes {}", "étendues {}"},
    Entry{Text::kSecret, "secret", "secret"},
    Entry{Text::kSet, "set", "défini"},
    Entry{Text::kNotSet, "not set", "non défini"},
    Entry{Text::kMayBeLeftOut, "may be left out", "facultatif"},
    Entry{Text::kNextStep, "Next step", "Étape suivante"},
    Entry{Text::kRedirectAddress, "Redirect address to register",
          "Adresse de redirection à déclarer"},
    Entry{Text::kNoConnections, "There are no connections. Make one: taskhost connection add NAME",
          "Il n’y a pas de connexion. Créez-en une : taskhost connection add NOM"},
    Entry{Text::kYesOrNo, "[y/N] ", "[o/N] "},
    Entry{Text::kAskingEnded, "Nothing was kept, since the question was not answered.",
          "Rien n’a été gardé, car la question est restée sans réponse."},
    Entry{Text::kNeedsPlugin, "Name the plugin that the connection is for: --plugin ID.",
          "Indiquez l’extension à laquelle sert la connexion : --plugin ID."},
    Entry{Text::kNeedsType, "Name the type of the connection: --type TYPE. The plugin {} has: {}",
          "Indiquez le type de la connexion : --type TYPE. L’extension {} a : {}"},
    Entry{Text::kNoSuchType, "The plugin {} has no connection type \"{}\"; it has: {}",
          "L’extension {} n’a pas le type de connexion « {} » ; elle a : {}"},
    Entry{Text::kNoSuchField, "This type of connection has no \"{}\"; --set takes: {}",
          "Ce type de connexion n’a pas de « {} » ; --set accepte : {}"},
    Entry{
        Text::kSecretInArguments,
        "\"{}\" is a secret, and others can see the arguments of a program: leave it out and "
        "taskhost asks for it, or give it on standard input with --credentials -.",
        "« {} » est un secret, et d’autres peuvent voir les arguments d’un programme : omettez-le "
        "et taskhost le demandera, ou donnez-le sur l’entrée standard avec --credentials -."},
    Entry{Text::kCredentialsAreRead,
          "--credentials takes nothing but -: the secrets come from standard input, since others "
          "can see the arguments of a program.",
          "--credentials n’accepte que - : les secrets viennent de l’entrée standard, car d’autres "
          "peuvent voir les arguments d’un programme."},
    Entry{Text::kCredentialsFromTerminal,
          "--credentials - reads a pipe or a file; leave it out and taskhost asks for each secret "
          "without showing it.",
          "--credentials - lit un tube ou un fichier ; omettez-le et taskhost demandera chaque "
          "secret sans le montrer."},
    Entry{Text::kCredentialsNotObject, "The credentials on standard input must be a JSON object.",
          "Les identifiants sur l’entrée standard doivent être un objet JSON."},
    Entry{Text::kFieldsMissing,
          "Missing: {}. Give secrets on standard input with --credentials - and the rest with "
          "--set, or start taskhost on a terminal, where it asks.",
          "Il manque : {}. Donnez les secrets sur l’entrée standard avec --credentials - et le "
          "reste avec --set, ou lancez taskhost sur un terminal, où il les demande."},
    Entry{Text::kBadName,
          "\"{}\" is no name for a connection: take letters, digits, - . and _, a letter or digit "
          "first, at most {} of them, and no .json at the end.",
          "« {} » n’est pas un nom de connexion : prenez des lettres, des chiffres, - . et _, "
          "d’abord une lettre ou un chiffre, {} au plus, sans .json à la fin."},
    Entry{Text::kNameIsTaken, "There is a connection \"{}\" already: {}",
          "Il y a déjà une connexion « {} » : {}"},
    Entry{Text::kNoConnection,
          "There is no connection \"{}\", neither as a name or an id nor as a file. taskhost "
          "connection list shows those that there are.",
          "Il n’y a pas de connexion « {} », ni comme nom ou identifiant ni comme fichier. "
          "taskhost connection list montre celles qui existent."},
    Entry{Text::kConnectionWasRemoved, "The connection \"{}\" ({}) was removed at {}.",
          "La connexion « {} » ({}) a été supprimée le {}."},
    Entry{Text::kConnectionWasRenamed,
          "The connection \"{}\" was renamed to \"{}\" at {}; use that name, or its id {}, which "
          "stays.",
          "La connexion « {} » a été renommée en « {} » le {} ; utilisez ce nom, ou son "
          "identifiant {}, qui reste."},
    Entry{
        Text::kConnectionIsShared,
        "The connection \"{}\" is shared by the administrator in {}; only there can it be changed.",
        "La connexion « {} » est partagée par l’administrateur dans {} ; elle ne peut être "
        "modifiée que là."},
    Entry{Text::kSameId, "{} has the same \"id\" as {}; take that line out of it.",
          "{} a le même « id » que {} ; retirez-en cette ligne."},
    Entry{Text::kNoFolder,
          "There is no folder for connections: neither XDG_CONFIG_HOME nor HOME is set, or the "
          "program runs with raised rights.",
          "Il n’y a pas de dossier pour les connexions : ni XDG_CONFIG_HOME ni HOME n’est défini, "
          "ou le programme s’exécute avec des droits élevés."},
    Entry{Text::kOpenToAll,
          "{} holds credentials and may be read by one group at most; run: chmod 640 {}",
          "{} contient des identifiants et ne doit être lisible que par un groupe ; exécutez : "
          "chmod 640 {}"},
    Entry{Text::kNoFile, "{} is no file.", "{} n’est pas un fichier."},
    Entry{Text::kSystemSays, "{}: {}", "{} : {}"},
    Entry{Text::kRenamed, "The connection \"{}\" is now called \"{}\". Its id is still {}.",
          "La connexion « {} » se nomme maintenant « {} ». Son identifiant est toujours {}."},
    Entry{Text::kWorkflowsWillStop, "Workflows that use the connection \"{}\" will stop.",
          "Les flux qui utilisent la connexion « {} » s’arrêteront."},
    Entry{Text::kAskRemove, "Remove the connection \"{}\"?", "Supprimer la connexion « {} » ?"},
    Entry{Text::kAskRevoke, "Also end its access at the service?",
          "Mettre fin aussi à son accès auprès du service ?"},
    Entry{
        Text::kNeedsYes,
        "Workflows that use the connection will stop. Say --yes to remove it without being asked.",
        "Les flux qui utilisent la connexion s’arrêteront. Ajoutez --yes pour la supprimer sans "
        "confirmation."},
    Entry{Text::kNotRemoved, "The connection \"{}\" was not removed.",
          "La connexion « {} » n’a pas été supprimée."},
    Entry{Text::kRemoved, "The connection \"{}\" was removed.",
          "La connexion « {} » a été supprimée."},
    Entry{Text::kRevoked, "Its access at the service has ended.",
          "Son accès auprès du service a pris fin."},
    Entry{Text::kNothingRevoked, "At the service there was nothing to end.",
          "Auprès du service, il n’y avait pas d’accès à terminer."},
    Entry{Text::kCannotRevoke,
          "Credentials of this type are ended at the service itself, not from here.",
          "Les identifiants de ce type se révoquent auprès du service même, pas d’ici."},
    Entry{Text::kKeptNotRevoked,
          "The connection \"{}\" was kept, since its access could not be ended: {}",
          "La connexion « {} » a été gardée, car il n’a pas été possible de mettre fin à son "
          "accès : {}"},
};
static_assert(AreAll(kEntries, Text::kConnectionStep, Text::kBadRedirect));

}  // namespace

std::span<const Entry> ConnectionTexts() {
  return kEntries;
}

}  // namespace taskhost
