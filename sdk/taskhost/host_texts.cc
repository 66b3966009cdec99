// SPDX-License-Identifier: Apache-2.0
// What the host library says, in French. A check proves that each sentence of it is here.
#include "taskhost/host_texts.h"

#include <algorithm>
#include <array>
#include <span>

#include "taskhost/host_texts_table.h"

namespace taskhost {
namespace {

constexpr std::array kFrench = {
    Translated{"{}: {}", "{} : {}"},
    Translated{"{} (at byte {})", "{} (à l’octet {})"},
    Translated{"{} (named by {})", "{} (nommé par {})"},
    // JSON
    Translated{"the key \"{}\" stands twice in one object",
               "la clé « {} » figure deux fois dans un même objet"},
    Translated{"more than {} levels", "plus de {} niveaux"},
    Translated{"more than 16 MiB", "plus de 16 Mio"},
    Translated{"a NUL byte at byte {}", "un octet nul à l’octet {}"},
    Translated{"half of a surrogate pair", "une moitié de paire de substitution"},
    Translated{"the document is empty", "le document est vide"},
    Translated{"something follows the end of the value", "quelque chose suit la fin de la valeur"},
    Translated{"this is no value", "ce n’est pas une valeur"},
    Translated{"the name of a member is missing", "le nom d’un membre manque"},
    Translated{"a colon is missing after the name of a member",
               "un deux-points manque après le nom d’un membre"},
    Translated{"a comma or }} is missing after a member of an object",
               "une virgule ou }} manque après un membre d’un objet"},
    Translated{"a comma or ] is missing after an item of a list",
               "une virgule ou ] manque après un élément d’une liste"},
    Translated{"\\u is not followed by four hexadecimal digits",
               "\\u n’est pas suivi de quatre chiffres hexadécimaux"},
    Translated{"a comma stands before a closing }}", "une virgule précède un }} fermant"},
    Translated{"a text has an unknown escape", "un texte contient un échappement inconnu"},
    Translated{"a text holds a line break or another control character as it is; write \\n or \\u "
               "and its number",
               "un texte contient tel quel un saut de ligne ou un autre caractère de "
               "commande ; écrivez \\n ou \\u et son numéro"},
    Translated{"a text has no closing quotation mark", "un texte n’a pas de guillemet fermant"},
    Translated{"a text is not UTF-8", "un texte n’est pas en UTF-8"},
    Translated{"a number has no digits after its point",
               "un nombre n’a pas de chiffres après son point"},
    Translated{"a number has no digits in its exponent",
               "un nombre n’a pas de chiffres dans son exposant"},
    Translated{"this is no JSON", "ce n’est pas du JSON"},
    // files
    Translated{"cannot be read: {}", "lecture impossible : {}"},
    Translated{"longer than {} bytes", "plus de {} octets"},
    Translated{"not acceptable JSON: {}", "JSON non acceptable : {}"},
    Translated{"cannot be examined: {}", "examen impossible : {}"},
    Translated{"belongs to another user (uid {}); only root's files and one's own are used",
               "appartient à un autre utilisateur (uid {}) ; seuls les fichiers de root et les "
               "vôtres sont utilisés"},
    Translated{"this is no shared library", "ce n’est pas une bibliothèque partagée"},
    Translated{"the library is for another kind of machine",
               "la bibliothèque est faite pour un autre type de machine"},
    Translated{"the library is cut off after {} bytes",
               "la bibliothèque est coupée après {} octets"},
    Translated{"every user can write to it; run: chmod o-w {}",
               "tous les utilisateurs peuvent y écrire ; exécutez : chmod o-w {}"},
    // the token store
    Translated{"cannot be made: {}", "création impossible : {}"},
    Translated{"cannot be opened: {}", "ouverture impossible : {}"},
    Translated{"cannot be written: {}", "écriture impossible : {}"},
    Translated{"cannot be deleted: {}", "suppression impossible : {}"},
    Translated{"cannot be locked: {}", "verrouillage impossible : {}"},
    Translated{"is no regular file", "n’est pas un fichier ordinaire"},
    Translated{"belongs to another user (uid {}); secrets are kept in one's own files",
               "appartient à un autre utilisateur (uid {}) ; les secrets se gardent dans des "
               "fichiers à soi"},
    Translated{"is open to other users; run: chmod {} {}",
               "est ouvert à d’autres utilisateurs ; exécutez : chmod {} {}"},
    Translated{"is no file of this version's token store",
               "n’est pas un fichier de la réserve de jetons de cette version"},
    Translated{"holds the tokens of another connection",
               "contient les jetons d’une autre connexion"},
    // places
    Translated{"explicit", "explicite"},
    Translated{"environment", "environnement"},
    Translated{"project", "projet"},
    Translated{"user", "utilisateur"},
    Translated{"system", "système"},
    Translated{"unknown", "inconnu"},
    Translated{"an empty entry", "une entrée vide"},
    Translated{"not an absolute path", "pas un chemin absolu"},
    Translated{"a symbolic link that leads nowhere", "un lien symbolique qui ne mène nulle part"},
    Translated{"not a directory", "pas un dossier"},
    Translated{"every user can write to it", "tous les utilisateurs peuvent y écrire"},
    Translated{"refused: {}", "refusé : {}"},
    Translated{"does not exist", "n’existe pas"},
    Translated{"ignored: the program runs with raised rights",
               "ignoré : le programme s’exécute avec des droits élevés"},
    Translated{"neither XDG_DATA_HOME nor HOME is set", "ni XDG_DATA_HOME ni HOME n’est défini"},
    Translated{
        "must be an object whose \"directory\" is the absolute path of a directory of plugins",
        "doit être un objet dont « directory » est le chemin absolu d’un dossier d’extensions"},
    Translated{"1 registration", "1 enregistrement"},
    Translated{"{} registrations", "{} enregistrements"},
    Translated{"1 plugin", "1 extension"},
    Translated{"{} plugins", "{} extensions"},
    Translated{"{}, {} broken", "{}, {} hors d’usage"},
    Translated{"{}, {} counted already", "{}, {} en double"},
    Translated{"a plugin's own folder; a place holds <id>/<version>/plugin.json, so name the "
               "folder two levels above",
               "le dossier d’une extension ; un emplacement contient <id>/<version>/plugin.json, "
               "indiquez donc le dossier deux niveaux plus haut"},
    Translated{"the folder is not named after the plugin, which is {} {}",
               "le dossier ne porte pas le nom de l’extension, qui est {} {}"},
    Translated{"the level of the version is missing; move what is in it to {}",
               "le niveau de la version manque ; déplacez son contenu vers {}"},
    // registry
    Translated{"{}: same version as {}, other content ({})",
               "{} : même version que {}, autre contenu ({})"},
    Translated{"shadowed by {}", "masquée par {}"},
    Translated{"version {} is the one that was chosen", "c’est la version {} qui a été choisie"},
    Translated{"must be an object whose \"versions\" is a list of texts",
               "doit être un objet dont « versions » est une liste de textes"},
    Translated{"shadowed by {}, which is the same", "masquée par {}, qui est la même"},
    Translated{"a pre-release, which nobody asked for",
               "une préversion, que personne n’a demandée"},
    Translated{"The plugin \"{}\" cannot be used:{}", "L’extension « {} » est inutilisable :{}"},
    Translated{"There is no plugin \"{}\".{}\nPlaces searched:{}",
               "Il n’y a pas d’extension « {} ».{}\nEmplacements consultés :{}"},
    Translated{"\"{}\" names a plugin; its tasks are: {}",
               "« {} » désigne une extension ; ses tâches sont : {}"},
    Translated{"The plugin {} has no task \"{}\"; it has: {}",
               "L’extension {} n’a pas de tâche « {} » ; elle a : {}"},
    // manifests
    Translated{"is missing", "manque"},
    Translated{"must be a text", "doit être un texte"},
    Translated{"must be a text that is not empty", "doit être un texte non vide"},
    Translated{"must be one of: {}", "doit valoir l’un de : {}"},
    Translated{"must be a whole number of at least {}", "doit être un nombre entier d’au moins {}"},
    Translated{"must be true or false", "doit être true ou false"},
    Translated{"must be a list of texts", "doit être une liste de textes"},
    Translated{"must be an object", "doit être un objet"},
    Translated{"must be a JSON object", "doit être un objet JSON"},
    Translated{"must be the number 1", "doit être le nombre 1"},
    Translated{"{}: a schema must be an object", "{} : un schéma doit être un objet"},
    Translated{"the plugin follows major version {} of task_plugin.h, this host version {}",
               "l’extension suit la version majeure {} de task_plugin.h, cet hôte la version {}"},
    Translated{"the plugin needs a host of minor version {} or later, this one has {}",
               "l’extension exige un hôte de version mineure {} ou plus récente, celui-ci a la {}"},
    Translated{"must be lower case letters, digits, - and _, at most 128 bytes",
               "ne doit avoir que des minuscules, des chiffres, - et _, sur 128 octets au plus"},
    Translated{"must be a version like 1.0.0 (Semantic Versioning)",
               "doit être une version comme 1.0.0 (Semantic Versioning)"},
    Translated{"is no good name for a connection type",
               "n’est pas un nom valable pour un type de connexion"},
    Translated{"a task is named \"{}\" and lower case letters, digits and _",
               "une tâche se nomme « {} » suivi de minuscules, de chiffres et de _"},
    Translated{"\"{}\" is no key of /connections", "« {} » n’est pas une clé de /connections"},
    Translated{"has no library for this machine ({})",
               "n’a pas de bibliothèque pour cette machine ({})"},
    Translated{
        "version {} is newer than this host, which reads version 1; update the host",
        "la version {} est plus récente que cet hôte, qui lit la version 1 ; mettez l’hôte à jour"},
    Translated{"the path \"{}\" must be relative to plugin.json",
               "le chemin « {} » doit être relatif à plugin.json"},
    Translated{"the path \"{}\" must not hold \"..\"",
               "le chemin « {} » ne doit pas contenir « .. »"},
    Translated{"the path \"{}\" is in a folder that cannot be read: {}",
               "le chemin « {} » est dans un dossier illisible : {}"},
    Translated{"the path \"{}\" cannot be read: {}", "le chemin « {} » est illisible : {}"},
    Translated{"the path \"{}\" leads out of the plugin's folder through a symbolic link",
               "le chemin « {} » sort du dossier de l’extension par un lien symbolique"},
    Translated{"the path \"{}\" is not a file", "le chemin « {} » n’est pas un fichier"},
    // libraries
    Translated{"the library cannot be loaded: {}", "la bibliothèque ne peut pas être chargée : {}"},
    Translated{"the library does not export {}, so it is no task plugin for major version 1",
               "la bibliothèque n’exporte pas {} ; ce n’est donc pas une extension pour la version "
               "majeure 1"},
    Translated{"tp_plugin_entry_v1 returned nothing", "tp_plugin_entry_v1 n’a rien rendu"},
    Translated{"the entry is too short to hold its magic number",
               "l’entrée est trop courte pour son nombre magique"},
    Translated{"the entry has the wrong magic number; the library is no task plugin",
               "l’entrée n’a pas le bon nombre magique ; la bibliothèque n’est pas une extension "
               "de tâches"},
    Translated{"the library does not follow major version {} of task_plugin.h",
               "la bibliothèque ne suit pas la version majeure {} de task_plugin.h"},
    Translated{"the entry is too short to hold create()", "l’entrée est trop courte pour create()"},
    Translated{"the entry carries a flag that this host does not know",
               "l’entrée porte un indicateur que cet hôte ne connaît pas"},
    Translated{
        "the library needs a host of minor version {} or later, this one has {}",
        "la bibliothèque exige un hôte de version mineure {} ou plus récente, celui-ci a la {}"},
    Translated{"the library calls itself \"{}\", its manifest \"{}\"",
               "la bibliothèque se nomme « {} », son manifeste « {} »"},
    Translated{"the library has version \"{}\", its manifest \"{}\"",
               "la bibliothèque a la version « {} », son manifeste « {} »"},
    Translated{"the plugin requires the service {}, which is not offered",
               "l’extension exige le service {}, qui n’est pas offert"},
    Translated{"the entry leaves a function out", "il manque une fonction dans l’entrée"},
    Translated{"register_tasks() failed with \"{}\"", "register_tasks() a échoué avec « {} »"},
    Translated{"a task descriptor is too short", "un descripteur de tâche est trop court"},
    Translated{"a task carries a flag that this host does not know",
               "une tâche porte un indicateur que cet hôte ne connaît pas"},
    Translated{"a task has a malformed id", "une tâche a un identifiant mal formé"},
    Translated{"the task \"{}\" is registered twice", "la tâche « {} » est enregistrée deux fois"},
    Translated{"a schema of the task \"{}\" is not acceptable JSON: {}",
               "un schéma de la tâche « {} » n’est pas du JSON acceptable : {}"},
    Translated{"the library registers a task that the manifest does not list: {}",
               "la bibliothèque enregistre une tâche absente du manifeste : {}"},
    Translated{"the library does not register the manifest's task {}",
               "la bibliothèque n’enregistre pas la tâche {} du manifeste"},
    Translated{"the task {} has version {} in the library and {} in the manifest",
               "la tâche {} a la version {} dans la bibliothèque et {} dans le manifeste"},
    Translated{"the input schema of {} differs from the manifest's",
               "le schéma de saisie de {} diffère de celui du manifeste"},
    Translated{"the output schema of {} differs from the manifest's",
               "le schéma de résultat de {} diffère de celui du manifeste"},
    // libraries on trial
    Translated{"cannot be started: {}", "lancement impossible : {}"},
    Translated{"the library crashes the process that loads it: {}",
               "la bibliothèque fait planter le processus qui la charge : {}"},
    Translated{"the library ends the process that loads it",
               "la bibliothèque met fin au processus qui la charge"},
    Translated{"the library is not loaded after {} ms",
               "la bibliothèque n’est pas chargée après {} ms"},
    // the plugin at work
    Translated{"create() succeeded without an object", "create() a réussi sans rendre d’objet"},
    Translated{"the plugin's table of functions is too short",
               "la table des fonctions de l’extension est trop courte"},
    Translated{"the plugin's table carries a flag that this host does not know",
               "la table de l’extension porte un indicateur que cet hôte ne connaît pas"},
    Translated{"the plugin's table leaves a function out",
               "il manque une fonction dans la table de l’extension"},
    Translated{"connect() succeeded without a connection",
               "connect() a réussi sans rendre de connexion"},
    Translated{"{} is not UTF-8", "{} n’est pas en UTF-8"},
    Translated{"{} is JSON of the wrong kind", "{} est du JSON d’un autre genre que prévu"},
    Translated{"{} is not acceptable JSON: {}", "{} n’est pas du JSON acceptable : {}"},
    Translated{"a success has no output_json", "une réussite est sans output_json"},
    Translated{"complete() was called without a result", "complete() a été appelée sans résultat"},
    Translated{"complete() was called before submit() returned",
               "complete() a été appelée avant la fin de submit()"},
    Translated{"The task was done, but its output cannot be read: {}.",
               "La tâche a été exécutée, mais son résultat est illisible : {}."},
    Translated{"{} The plugin says: {}", "{} Message de l’extension : {}"},
    Translated{"The plugin ended the operation without a result.",
               "L’extension a terminé l’opération sans résultat."},
    Translated{"The plugin gave up the task without a result.",
               "L’extension a abandonné la tâche sans résultat."},
    Translated{"The plugin gave no reason: {} failed with \"{}\".",
               "L’extension n’a pas donné de raison : {} a échoué avec « {} »."},
    Translated{"The plugin did not take the work: {}.",
               "L’extension n’a pas accepté le travail : {}."},
    Translated{"The plugin cannot tell whether a connection works.",
               "L’extension ne sait pas dire si une connexion fonctionne."},
    Translated{"The plugin offers no choices for fields.",
               "L’extension ne propose pas de choix pour les champs."},
    Translated{"The plugin tells no schemas that depend on the account.",
               "L’extension n’indique pas de schémas qui dépendent du compte."},
    Translated{"The plugin knows no sign-in in a browser.",
               "L’extension ne connaît pas de connexion par navigateur."},
};

}  // namespace

std::string Say(Language language, const task_host::Sentence& sentence) {
  if (language == Language::kEnglish) return sentence.InEnglish();
  return sentence.In([](std::string_view english) {
    for (const std::span<const Translated> table :
         {std::span<const Translated>(kFrench), FrenchOfBundles()}) {
      const auto found = std::find_if(table.begin(), table.end(), [&](const Translated& entry) {
        return entry.english == english;
      });
      if (found != table.end()) return found->french;
    }
    return english;
  });
}

task_host::Result InLanguage(Language language, task_host::Result result) {
  if (!result.host_message.empty()) result.error_message = Say(language, result.host_message);
  return result;
}

}  // namespace taskhost
