// SPDX-License-Identifier: Apache-2.0
// The table of texts. A test proves that each entry is there in both languages, with the same {}.
#include "taskhost/texts.h"

#include <array>

namespace taskhost {
namespace {

struct Entry {
  Text text;
  std::string_view english;
  std::string_view french;
};

constexpr std::string_view kFooterEnglish =
    R"(Templates
  A text in the document of --input may hold ${/json/pointer}. It is replaced once by what stands
  there in the document of --event; what is inserted is not looked at again.
    ${/a/b}    a value that is nothing but one reference keeps its JSON type; inside a longer text
               numbers, true and false become text, and objects, lists and null are an error
    ${/a~1b}   ~1 is / and ~0 is ~ in a name; %7D is }
    $${        writes ${
  A reference that leads nowhere is an error of the input. Text inserted into a field that holds
  HTML is escaped. A quoted list ("${/a}", "x") for a list of texts is split first, so that an
  inserted value stays one item. Values of --set and connections are never templates.

Values
  --set key=value sets a property of the input and wins over --input. The value is read as JSON
  when it is JSON and the task does not declare the property as text; otherwise it is text.

Connection
  {"plugin":"...","type":"...","settings":{...},"credentials":{...}}
  Keep the file to yourself (chmod 600).

Search path, the first that has a plugin counts
  --plugin-path, TASK_PLUGIN_PATH (colons between directories), $XDG_DATA_HOME/task-plugins or
  ~/.local/share/task-plugins, /usr/local/lib/task-plugins, /usr/lib/task-plugins, and what the
  files /etc/task-plugins/plugins.d/*.json name, each as {"directory":"/absolute/path"}
  In each: <plugin>/<version>/plugin.json. Directories that everybody can write to are refused.

Environment
  HTTPS_PROXY, ALL_PROXY, NO_PROXY (also in lower case), SSL_CERT_FILE, LC_ALL, LC_MESSAGES, LANG

Exit codes
    0  done                                       75  try again later; the service said when
   64  wrong command line                         76  the service refused: not found, conflict, rejected
   65  wrong input                                77  credentials refused or not sufficient
   66  no such plugin, task or file               78  connection, manifest or library at fault
   69  not reached, or too slow                   80  outcome unknown: it may have happened
   70  defect of the plugin or the host          130  cancelled
)";

constexpr std::string_view kFooterFrench =
    R"(Modèles
  Un texte du document de --input peut contenir ${/pointeur/json}. Il est remplacé une seule fois
  par ce qui s’y trouve dans le document de --event ; le texte inséré n’est pas relu.
    ${/a/b}    une valeur faite d’une seule référence garde son type JSON ; dans un texte plus long
               les nombres et les booléens deviennent du texte, les objets, listes et null sont
               une erreur
    ${/a~1b}   ~1 vaut / et ~0 vaut ~ dans un nom ; %7D vaut }
    $${        écrit ${
  Une référence qui ne mène nulle part est une erreur de saisie. Le texte inséré dans un champ HTML
  est échappé. Une liste entre guillemets (« ${/a} », « x ») pour une liste de textes est d’abord
  découpée : une valeur insérée reste un seul élément. Ni --set ni les connexions ne sont des modèles.

Valeurs
  --set clé=valeur fixe une propriété et l’emporte sur --input. La valeur est lue comme du JSON si
  elle en est et que la tâche ne déclare pas la propriété comme texte ; sinon c’est du texte.

Connexion
  {"plugin":"...","type":"...","settings":{...},"credentials":{...}}
  Gardez ce fichier pour vous (chmod 600).

Chemin de recherche, le premier qui a l’extension compte
  --plugin-path, TASK_PLUGIN_PATH (séparés par des deux-points), $XDG_DATA_HOME/task-plugins ou
  ~/.local/share/task-plugins, /usr/local/lib/task-plugins, /usr/lib/task-plugins, et ce que
  nomment les fichiers /etc/task-plugins/plugins.d/*.json, par {"directory":"/chemin/absolu"}
  Dans chacun : <extension>/<version>/plugin.json. Les dossiers ouverts à tous sont refusés.

Environnement
  HTTPS_PROXY, ALL_PROXY, NO_PROXY (aussi en minuscules), SSL_CERT_FILE, LC_ALL, LC_MESSAGES, LANG

Codes de retour
    0  fait                                       75  réessayer plus tard ; le service a dit quand
   64  ligne de commande erronée                  76  refus du service : introuvable, conflit, rejet
   65  saisie erronée                             77  identifiants refusés ou insuffisants
   66  extension, tâche, fichier introuvables     78  connexion, manifeste ou bibliothèque en cause
   69  injoignable ou trop lent                   80  issue inconnue : cela a pu avoir lieu
   70  défaut de l’extension ou de l’hôte        130  annulé
)";

constexpr std::array kEntries = {
    Entry{Text::kHelpProgram, "Runs tasks of task plugins from the command line.",
          "Exécute les tâches d’extensions depuis la ligne de commande."},
    Entry{Text::kHelpList, "Show plugins and their tasks; runs none of their code.",
          "Montrer les extensions et leurs tâches, sans exécuter leur code."},
    Entry{Text::kHelpDescribe, "Show what a task takes and gives; runs none of its code.",
          "Montrer ce qu’une tâche prend et rend, sans exécuter son code."},
    Entry{Text::kHelpVerify, "Tell whether a connection works, as whom, and for which tasks.",
          "Dire si une connexion fonctionne, pour qui, et pour quelles tâches."},
    Entry{Text::kHelpRun, "Run a task once and print its result.",
          "Exécuter une tâche une fois et afficher son résultat."},
    Entry{Text::kHelpPluginPath, "Look for plugins here first; may be repeated.",
          "Chercher d’abord les extensions ici ; répétable."},
    Entry{Text::kHelpPrereleases, "Consider pre-releases of plugins too.",
          "Considérer aussi les préversions des extensions."},
    Entry{Text::kHelpLogLevel,
          "trace, debug, info, warn, error or off; lines go to standard error.",
          "trace, debug, info, warn, error ou off ; les lignes vont sur la sortie d’erreur."},
    Entry{Text::kHelpJson, "Print one JSON document instead of text.",
          "Afficher un document JSON au lieu de texte."},
    Entry{Text::kHelpLocale, "en or fr; wins over the environment.",
          "en ou fr ; prime sur l’environnement."},
    Entry{Text::kHelpVersion, "Print the version.", "Afficher la version."},
    Entry{Text::kHelpHelp, "Print this help.", "Afficher cette aide."},
    Entry{Text::kHelpTask, "The task, written <plugin>.<task>.",
          "La tâche, écrite <extension>.<tâche>."},
    Entry{Text::kHelpConnection, "File with the account to use.", "Fichier du compte à utiliser."},
    Entry{Text::kHelpInput, "File with the task's input, a JSON object; - is standard input.",
          "Fichier de la saisie de la tâche, un objet JSON ; - est l’entrée standard."},
    Entry{Text::kHelpSet, "key=value: set a property of the input; may be repeated.",
          "clé=valeur : fixer une propriété de la saisie ; répétable."},
    Entry{Text::kHelpEvent,
          "File with the JSON document that templates refer to; - is standard input.",
          "Fichier du document JSON auquel renvoient les modèles ; - est l’entrée standard."},
    Entry{Text::kHelpDryRun, "Check everything and show the request; change nothing.",
          "Tout vérifier et montrer la requête ; ne rien changer."},
    Entry{Text::kHelpIdempotencyKey, "The same for every attempt at the same piece of work.",
          "La même pour chaque essai du même travail."},
    Entry{Text::kHelpDeadline, "Give up after this time, such as 500ms, 10s or 2m.",
          "Abandonner après cette durée, comme 500ms, 10s ou 2m."},
    Entry{Text::kHelpCaFile, "Certificates to trust, instead of SSL_CERT_FILE.",
          "Certificats de confiance, au lieu de SSL_CERT_FILE."},
    Entry{Text::kHelpAllowOrigin, "Allow a connection to name this address; may be repeated.",
          "Permettre à une connexion de nommer cette adresse ; répétable."},
    Entry{Text::kHelpPolicy, "More of the host's policy, a JSON object; wins over the environment.",
          "Le reste de la politique de l’hôte, un objet JSON ; prime sur l’environnement."},
    Entry{Text::kHelpSeeMore,
          "taskhost --help tells of templates, values, connections, exit codes and all else.",
          "taskhost --help décrit modèles, valeurs, connexions, codes de retour et tout le reste."},
    Entry{Text::kHelpOptionsHeading, "Options", "Options"},
    Entry{Text::kHelpCommandsHeading, "Commands", "Commandes"},
    Entry{Text::kHelpArgumentsHeading, "Arguments", "Arguments"},
    Entry{Text::kHelpUsageHeading, "Usage", "Utilisation"},
    Entry{Text::kHelpFooter, kFooterEnglish, kFooterFrench},
    Entry{Text::kNoPlugins, "No plugins were found. Places searched:",
          "Aucune extension trouvée. Emplacements consultés :"},
    Entry{Text::kNotSearched,
          "Places that could not be searched:", "Emplacements qui n’ont pas pu être consultés :"},
    Entry{Text::kBroken, "broken", "inutilisable"},
    Entry{Text::kShadowed, "not used", "non utilisé"},
    Entry{Text::kPlugin, "Plugin", "Extension"},
    Entry{Text::kSideEffects, "Side effects", "Effets"},
    Entry{Text::kIdempotency, "Idempotency", "Idempotence"},
    Entry{Text::kDryRun, "Dry run", "Essai à blanc"},
    Entry{Text::kConnections, "Connections", "Connexions"},
    Entry{Text::kNone, "none", "aucune"},
    Entry{Text::kYes, "yes", "oui"},
    Entry{Text::kNo, "no", "non"},
    Entry{Text::kInput, "Input", "Saisie"},
    Entry{Text::kOutput, "Output", "Résultat"},
    Entry{Text::kRequired, "required", "obligatoire"},
    Entry{Text::kOneOf, "one of", "parmi"},
    Entry{Text::kAtLeastOneOf, "at least one of", "au moins l’un de"},
    Entry{Text::kDefault, "default", "par défaut"},
    Entry{Text::kSettings, "settings", "paramètres"},
    Entry{Text::kCredentials, "credentials", "identifiants"},
    Entry{Text::kTypeString, "string", "texte"},
    Entry{Text::kTypeInteger, "integer", "entier"},
    Entry{Text::kTypeNumber, "number", "nombre"},
    Entry{Text::kTypeBoolean, "boolean", "booléen"},
    Entry{Text::kTypeArray, "array", "liste"},
    Entry{Text::kTypeObject, "object", "objet"},
    Entry{Text::kNoSideEffects, "none", "aucun"},
    Entry{Text::kReads, "read", "lecture"},
    Entry{Text::kWrites, "write", "écriture"},
    Entry{Text::kDestroys, "destructive", "destruction"},
    Entry{Text::kIdempotentByItself, "native", "d’elle-même"},
    Entry{Text::kIdempotentByKey, "key", "par clé"},
    Entry{Text::kNotIdempotent, "none", "aucune"},
    Entry{Text::kAccount, "Account", "Compte"},
    Entry{Text::kSignedInAs, "Signed in as", "Connecté en tant que"},
    Entry{Text::kUserWithRole, "{} ({})", "{} ({})"},
    Entry{Text::kTaskOpen, "may be run", "peut être exécutée"},
    Entry{Text::kColon, ": ", " : "},
    Entry{Text::kDone, "Done", "Fait"},
    Entry{Text::kError, "Error", "Erreur"},
    Entry{Text::kWarning, "Warning", "Avertissement"},
    Entry{Text::kAllowed, "allowed", "valeurs admises"},
    Entry{Text::kRemedy, "remedy", "remède"},
    Entry{Text::kRetryNever, "Trying again would fail in the same way.",
          "Un nouvel essai échouerait de la même façon."},
    Entry{Text::kRetrySafe, "Nothing has happened; it is safe to try again.",
          "Rien n’a eu lieu ; un nouvel essai est sans risque."},
    Entry{Text::kRetryAfter, "Wait at least {} s before the next try.",
          "Attendez au moins {} s avant le prochain essai."},
    Entry{Text::kRetryIfIdempotent,
          "It may have happened; try again only with the same idempotency key.",
          "Cela a pu avoir lieu ; ne réessayez qu’avec la même clé d’idempotence."},
    Entry{Text::kRetryHarmless,
          "It may have happened; try again all the same: done twice, it makes no difference.",
          "Cela a pu avoir lieu ; réessayez tout de même : fait deux fois, cela ne change rien de "
          "plus."},
    Entry{Text::kRetryUnknownOutcome,
          "It may have happened: look before you try again, or it may happen twice.",
          "Cela a pu avoir lieu : vérifiez avant de réessayer, sinon cela peut se produire deux "
          "fois."},
    Entry{Text::kRequestId, "Request", "Requête"},
    Entry{Text::kCannotWrite, "The output could not be written to standard output.",
          "Le résultat n’a pas pu être écrit sur la sortie standard."},
    Entry{Text::kLeftWithoutWaiting, "Left without waiting; the task may have been done.",
          "Quitté sans attendre ; la tâche a peut-être été exécutée."},
    Entry{Text::kReadableByOthers, "{} holds credentials and others can read it; run: chmod 600 {}",
          "{} contient des identifiants et d’autres peuvent le lire ; exécutez : chmod 600 {}"},
    Entry{Text::kBadDeadline, "\"{}\" is no time; write 500ms, 10s or 2m.",
          "« {} » n’est pas une durée ; écrivez 500ms, 10s ou 2m."},
    Entry{Text::kBadSet, "\"{}\" is not of the form key=value.",
          "« {} » n’est pas de la forme clé=valeur."},
    Entry{Text::kTwoStandardInputs, "Only one of --input and --event can be standard input.",
          "Seul --input ou --event peut être l’entrée standard."},
    Entry{Text::kStandardInput, "standard input", "entrée standard"},
    Entry{Text::kUnknownArguments, "Not understood: {}", "Arguments incompris : {}"},
    Entry{Text::kNeedsCommand, "Name a command: list, describe, verify or run.",
          "Indiquez une commande : list, describe, verify ou run."},
    Entry{Text::kNeedsTask, "Name the task, written <plugin>.<task>.",
          "Indiquez la tâche, écrite <extension>.<tâche>."},
    Entry{Text::kNeedsConnectionFile, "Name the account: --connection FILE is missing.",
          "Indiquez le compte : --connection FILE manque."},
    Entry{Text::kNeedsValue, "{} needs a value.", "{} exige une valeur."},
    Entry{Text::kBadLogLevel, "--log-level is one of trace, debug, info, warn, error and off.",
          "--log-level vaut trace, debug, info, warn, error ou off."},
    Entry{Text::kBadLocale, "taskhost does not speak \"{}\"; --locale is en or fr.",
          "taskhost ne parle pas « {} » ; --locale vaut en ou fr."},
    Entry{Text::kNeedsConnection, "The task {} needs --connection; it accepts: {}",
          "La tâche {} exige --connection ; elle accepte : {}"},
    Entry{Text::kCancelledBefore, "Cancelled before it began.", "Annulé avant le début."},
    Entry{Text::kKeyIsNoHelp,
          "The task {} knows no idempotency key: done a second time, it is done twice.",
          "La tâche {} ne connaît pas de clé d’idempotence : exécutée une seconde fois, elle "
          "est faite deux fois."},
    Entry{Text::kNoDryRun, "The task {} offers no dry run.",
          "La tâche {} ne permet pas d’essai à blanc."},
    Entry{Text::kInputNotObject, "The input must be a JSON object.",
          "La saisie doit être un objet JSON."},
    Entry{Text::kInputTooLarge, "After all replacements the input is not acceptable: {}.",
          "Après les remplacements la saisie n’est pas acceptable : {}."},
    Entry{Text::kTemplateFaults, "The input holds references that cannot be replaced.",
          "La saisie contient des références qui ne peuvent pas être remplacées."},
    Entry{Text::kTemplateUnclosed,
          "${{ without a closing }}; write $${{ for the characters themselves.",
          "${{ sans }} fermante ; écrivez $${{ pour les caractères eux-mêmes."},
    Entry{Text::kTemplateBadPointer,
          "\"{}\" is no JSON Pointer; write $${{ for the characters ${{ themselves.",
          "« {} » n’est pas un pointeur JSON ; écrivez $${{ pour les caractères ${{ eux-mêmes."},
    Entry{Text::kTemplateUnknown, "The event has nothing at \"{}\".",
          "L’événement n’a rien à « {} »."},
    Entry{Text::kTemplateNoEvent, "\"{}\" refers to an event, and no --event is given.",
          "« {} » renvoie à un événement, et --event n’est pas donné."},
    Entry{Text::kTemplateStructure,
          "\"{}\" is an object, a list or null and cannot stand inside a text.",
          "« {} » est un objet, une liste ou null et ne peut figurer dans un texte."},
    Entry{Text::kTemplateTooLarge, "What the references insert is more than 16 MiB.",
          "Ce que les références insèrent dépasse 16 Mio."},
    Entry{Text::kPolicyNotObject, "{}: a policy must be a JSON object.",
          "{} : une politique doit être un objet JSON."},
    Entry{Text::kConnectionNotObject, "{}: a connection must be a JSON object.",
          "{} : une connexion doit être un objet JSON."},
    Entry{Text::kConnectionUnknownKey,
          "{}: unknown key \"{}\"; a connection has plugin, type, settings and credentials.",
          "{} : clé inconnue « {} » ; une connexion a plugin, type, settings et credentials."},
    Entry{Text::kConnectionNotText, "{}: \"{}\" must be a text that is not empty.",
          "{} : « {} » doit être un texte non vide."},
    Entry{Text::kConnectionNotObjectMember, "{}: \"{}\" must be an object.",
          "{} : « {} » doit être un objet."},
    Entry{Text::kConnectionOtherPlugin,
          "{}: the connection is for the plugin \"{}\", the task is of \"{}\".",
          "{} : la connexion est pour l’extension « {} », la tâche est de « {} »."},
    Entry{Text::kConnectionUnknownType, "{}: the plugin has no connection type \"{}\"; it has: {}",
          "{} : l’extension n’a pas le type de connexion « {} » ; il a : {}"},
    Entry{Text::kConnectionUnfitType,
          "{}: the task {} does not accept connections of type \"{}\"; it accepts: {}",
          "{} : la tâche {} n’accepte pas les connexions de type « {} » ; elle accepte : {}"},
};

constexpr bool InOrder() {
  for (std::size_t i = 0; i < kEntries.size(); ++i) {
    if (static_cast<std::size_t>(kEntries[i].text) != i) return false;
  }
  return true;
}
static_assert(InOrder(), "The table has the order of the enumeration, without gaps.");

}  // namespace

Language LanguageOf(const task_host::Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = environment.Get(name);
    if (value.empty()) continue;
    return LanguageOf(value).value_or(Language::kEnglish);
  }
  return Language::kEnglish;
}

std::optional<Language> LanguageOf(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find_first_of("-_.@"));
  if (language == "fr") return Language::kFrench;
  if (language == "en") return Language::kEnglish;
  return std::nullopt;
}

std::string_view LocaleName(Language language) {
  return language == Language::kFrench ? "fr" : "en";
}

std::string_view TextOf(Text text, Language language) {
  const Entry& entry = kEntries[static_cast<std::size_t>(text)];
  return language == Language::kFrench ? entry.french : entry.english;
}

}  // namespace taskhost
