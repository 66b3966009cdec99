// SPDX-License-Identifier: Apache-2.0
// What --help says.
#include "taskhost/texts_table.h"

namespace taskhost {
namespace {

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
  --attach file, or name=file, adds to the list of files that the task's input marks as such. A file
  whose path has a = is written name=path. Its type is told by the end of its name.

Accounts
  options TASK FIELD --connection C lists what a field may hold in the account; describe TASK
  --connection C shows the fields that only this account has. What both depend on, such as a form
  that has to be chosen first, is told with --set. run --dry-run shows the requests, and what they
  would change; nothing is written.

Connections
  --connection takes a file when the text has a slash or ends in .json; otherwise the connection of
  that id or name, and where there is none, the file of that name. A file:
    {"plugin":"...","type":"...","settings":{...},"credentials":{...}}
  Keep it to yourself (chmod 600). Named ones are kept by taskhost connection add in
  $XDG_CONFIG_HOME/taskhost/connections or ~/.config/taskhost/connections, and tokens beside them.
  A workflow that names the id of a connection goes on when the connection is renamed. Those in
  /etc/taskhost/connections are shared: the administrator writes them (chmod 640, chgrp).

Search path, the first that has a plugin counts
  --plugin-path, TASK_PLUGIN_PATH (colons between directories), $XDG_DATA_HOME/task-plugins or
  ~/.local/share/task-plugins, /usr/local/lib/task-plugins, /usr/lib/task-plugins, and what the
  files /etc/task-plugins/plugins.d/*.json name, each as {"directory":"/absolute/path"}
  In each: <plugin>/<version>/plugin.json. Directories that everybody can write to are refused.

Plugins as one file
  pack DIR makes a bundle of a plugin's folder, sign puts a publisher's signature into it, inspect
  checks it and shows what it is. install looks at hashes, signature, machine and interface, then
  moves it into its place in one step, beside the versions that are there; the one
  that was installed last counts, and rollback goes back. The place is --plugin-path, else the
  user's own of the search path. Nothing that runs is disturbed.
  Trusted keys are files NAME.pub in $XDG_CONFIG_HOME/task-plugins/trust.d (~/.config) and
  /etc/task-plugins/trust.d: a public key of minisign, then lines "plugin: ID" for what it is good
  for (ID may end in *), and "not-after: 2030-12-31". trust FILE --for ID writes one.

Many items
  run TASK --each FILE --results OUT runs the task for each line of FILE: without --input the line
  is the input, with --input it is the event. OUT gets a line for each result, and before anything
  is sent a line that says so. Whatever ends the run, the same command goes on: what has its last
  word is skipped, all else is sent again under the same key and the time of its first attempt.
  Results have "line", "attempts", "final" (another attempt would change nothing), "exit" and what
  --json prints; of several for a line the last one counts:
    jq -c 'select(.record == "result")' OUT | jq -s -c 'group_by(.line)[] | last'
  Ctrl-C lets what is in flight end (130); a second one cancels it. The exit code is that of the
  worst item, in this order: 80, 75, 69, 130, 77, 78, 70, 76, 65, 0.

Environment
  HTTPS_PROXY, ALL_PROXY, NO_PROXY (also in lower case), SSL_CERT_FILE, LC_ALL, LC_MESSAGES, LANG,
  XDG_CONFIG_HOME, XDG_DATA_HOME, HOME, DISPLAY, WAYLAND_DISPLAY

Exit codes
    0  done                                       75  try again later; the service said when
   64  wrong command line                         76  the service refused: not found, conflict, rejected
   65  wrong input                                77  credentials, signature or key refused
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
  --attach fichier, ou nom=fichier, ajoute à la liste que la saisie de la tâche désigne comme celle
  des fichiers. Un fichier dont le chemin a un = s’écrit nom=chemin. Son type vient de la fin de son
  nom.

Connexions
  --connection prend un fichier si le texte a une barre oblique ou finit par .json ; sinon la
  connexion de cet identifiant ou de ce nom et, s’il n’y en a pas, le fichier de ce nom. Un fichier :
    {"plugin":"...","type":"...","settings":{...},"credentials":{...}}
  Gardez-le pour vous (chmod 600). taskhost connection add garde les connexions nommées dans
  $XDG_CONFIG_HOME/taskhost/connections ou ~/.config/taskhost/connections, et les jetons à côté.
  Un flux qui indique l’identifiant d’une connexion continue quand elle est renommée. Celles de
  /etc/taskhost/connections sont partagées : l’administrateur les écrit (chmod 640, chgrp).

Chemin de recherche, le premier qui a l’extension compte
  --plugin-path, TASK_PLUGIN_PATH (séparés par des deux-points), $XDG_DATA_HOME/task-plugins ou
  ~/.local/share/task-plugins, /usr/local/lib/task-plugins, /usr/lib/task-plugins, et ce que
  nomment les fichiers /etc/task-plugins/plugins.d/*.json, par {"directory":"/chemin/absolu"}
  Dans chacun : <extension>/<version>/plugin.json. Les dossiers ouverts à tous sont refusés.

Extensions en un fichier
  pack DIR fait un paquet du dossier d’une extension, sign y met la signature d’un éditeur, inspect
  le contrôle et montre ce qu’il est. install regarde empreintes, signature, machine et interface,
  puis le met à sa place d’un seul coup, à côté des versions présentes ; la dernière installée
  compte, et rollback revient en arrière. L’emplacement est --plugin-path, sinon celui de
  l’utilisateur dans le chemin de recherche. Rien de ce qui tourne n’est dérangé.
  Les clés de confiance sont des fichiers NOM.pub dans $XDG_CONFIG_HOME/task-plugins/trust.d
  (~/.config) et /etc/task-plugins/trust.d : une clé publique de minisign, puis des lignes
  "plugin: ID" pour ce qu’elle couvre (ID peut finir par *), et "not-after: 2030-12-31".
  trust FILE --for ID en écrit un.

Beaucoup d’éléments
  run TÂCHE --each FICHIER --results SORTIE exécute la tâche pour chaque ligne de FICHIER : sans
  --input la ligne est la saisie, avec --input elle est l’événement. SORTIE reçoit une ligne par
  résultat et, avant tout envoi, une ligne qui l’annonce. Quoi qui arrête l’exécution, la même
  commande continue : ce qui est définitif est ignoré, tout le reste est renvoyé avec la même clé
  et l’heure de son premier essai. Un résultat a « line », « attempts », « final » (un autre essai
  ne changerait rien), « exit » et ce qu’affiche --json ; le dernier d’une ligne compte :
    jq -c 'select(.record == "result")' SORTIE | jq -s -c 'group_by(.line)[] | last'
  Ctrl-C laisse finir ce qui est en cours (130) ; un second l’annule. Le code de retour est celui
  du pire élément, dans cet ordre : 80, 75, 69, 130, 77, 78, 70, 76, 65, 0.

Environnement
  HTTPS_PROXY, ALL_PROXY, NO_PROXY (aussi en minuscules), SSL_CERT_FILE, LC_ALL, LC_MESSAGES, LANG,
  XDG_CONFIG_HOME, XDG_DATA_HOME, HOME, DISPLAY, WAYLAND_DISPLAY

Codes de retour
    0  fait                                       75  réessayer plus tard ; le service a dit quand
   64  ligne de commande erronée                  76  refus du service : introuvable, conflit, rejet
   65  saisie erronée                             77  identifiants, signature ou clé refusés
   66  extension, tâche, fichier introuvables     78  connexion, manifeste ou bibliothèque en cause
   69  injoignable ou trop lent                   80  issue inconnue : cela a pu avoir lieu
   70  défaut de l’extension ou de l’hôte        130  annulé
)";

constexpr std::array kEntries = {
    Entry{Text::kHelpProgram, "Runs tasks of task plugins from the command line.",
          "Exécute les tâches d’extensions depuis la ligne de commande."},
    Entry{Text::kHelpList, "Show plugins and their tasks; runs none of their code.",
          "Montrer les extensions et leurs tâches, sans exécuter leur code."},
    Entry{Text::kHelpDescribe,
          "Show what a task takes and gives; runs none of its code, unless --connection asks what "
          "it takes in that account.",
          "Montrer ce qu’une tâche prend et rend, sans exécuter son code, sauf si --connection "
          "demande ce qu’elle prend dans ce compte."},
    Entry{Text::kHelpVerify, "Tell whether a connection works, as whom, and for which tasks.",
          "Dire si une connexion fonctionne, pour qui, et pour quelles tâches."},
    Entry{Text::kHelpRun, "Run a task once, or for each line of a file, and print the result.",
          "Exécuter une tâche une fois, ou pour chaque ligne d’un fichier, et afficher le "
          "résultat."},
    Entry{Text::kHelpOptions, "Show what a field of a task may hold in an account.",
          "Montrer ce que peut contenir un champ d’une tâche dans un compte."},
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
    Entry{Text::kHelpConnection, "The account to use: a name or id of connection list, or a file.",
          "Le compte à utiliser : un nom ou identifiant de connection list, ou un fichier."},
    Entry{Text::kHelpInput, "File with the task's input, a JSON object; - is standard input.",
          "Fichier de la saisie de la tâche, un objet JSON ; - est l’entrée standard."},
    Entry{Text::kHelpSet, "key=value: set a property of the input; may be repeated.",
          "clé=valeur : fixer une propriété de la saisie ; répétable."},
    Entry{Text::kHelpEvent,
          "File with the JSON document that templates refer to; - is standard input.",
          "Fichier du document JSON auquel renvoient les modèles ; - est l’entrée standard."},
    Entry{Text::kHelpDryRun, "Check everything and show the request; change nothing.",
          "Tout vérifier et montrer la requête ; ne rien changer."},
    Entry{Text::kHelpAttach,
          "A file for the task, or name=file to call it otherwise; may be repeated.",
          "Un fichier pour la tâche, ou nom=fichier pour le nommer autrement ; répétable."},
    Entry{Text::kHelpField, "The field, as describe names it: group, or custom_fields.field.",
          "Le champ, comme le nomme describe : group, ou custom_fields.field."},
    Entry{Text::kHelpSearch, "Only choices that match this text.",
          "Seulement les choix qui correspondent à ce texte."},
    Entry{Text::kHelpLimit, "At most so many choices in one page.",
          "Au plus autant de choix dans une page."},
    Entry{Text::kHelpPage, "Another page: the token that came with the page before it.",
          "Une autre page : le jeton donné avec la page précédente."},
    Entry{Text::kHelpAll, "All pages.", "Toutes les pages."},
    Entry{Text::kHelpIdempotencyKey, "The same for every attempt at the same piece of work.",
          "La même pour chaque essai du même travail."},
    Entry{Text::kHelpAttempt,
          "How often this work was tried, this time too: from 2 on the task first looks whether an "
          "earlier attempt has done it.",
          "Combientième essai de ce travail : à partir de 2, la tâche regarde d’abord si un essai "
          "précédent l’a fait."},
    Entry{Text::kHelpTraceparent, "The workflow's W3C trace, which log lines then carry.",
          "La trace W3C du workflow, que portent alors les lignes du journal."},
    Entry{Text::kHelpDeadline, "Give up after this time, such as 500ms, 10s or 2m.",
          "Abandonner après cette durée, comme 500ms, 10s ou 2m."},
    Entry{Text::kHelpStats, "Show afterwards what the plugin counted.",
          "Montrer ensuite ce que l’extension a compté."},
    Entry{Text::kHelpEach,
          "Run the task for each line of this file, a JSON object; - is standard input.",
          "Exécuter la tâche pour chaque ligne de ce fichier, un objet JSON ; - est l’entrée "
          "standard."},
    Entry{Text::kHelpResults,
          "Where --each writes results and what it meant to send; the same file goes on.",
          "Où --each écrit les résultats et ce qu’il allait envoyer ; le même fichier continue."},
    Entry{Text::kHelpChunk, "How many items --each hands over together; 100.",
          "Combien d’éléments --each remet ensemble ; 100."},
    Entry{Text::kHelpInFlight, "How many items of --each may be open at once; 400.",
          "Combien d’éléments de --each peuvent être en cours à la fois ; 400."},
    Entry{Text::kHelpCaFile, "Certificates to trust, instead of SSL_CERT_FILE.",
          "Certificats de confiance, au lieu de SSL_CERT_FILE."},
    Entry{Text::kHelpAllowOrigin, "Allow a connection to name this address; may be repeated.",
          "Permettre à une connexion de nommer cette adresse ; répétable."},
    Entry{Text::kHelpPolicy, "More of the host's policy, a JSON object; wins over the environment.",
          "Le reste de la politique de l’hôte, un objet JSON ; prime sur l’environnement."},
    Entry{Text::kHelpConnections, "Keep the accounts that tasks use, side by side and by name.",
          "Garder les comptes des tâches, côte à côte et par nom."},
    Entry{Text::kHelpConnectionAdd, "Keep a new connection; asks for what is missing.",
          "Garder une nouvelle connexion ; demande ce qui manque."},
    Entry{Text::kHelpConnectionList,
          "Show all connections, also those that cannot be used and why.",
          "Montrer toutes les connexions, aussi celles qui sont inutilisables et pourquoi."},
    Entry{Text::kHelpConnectionShow, "Show one connection; secrets are told to be set or not.",
          "Montrer une connexion ; des secrets on dit seulement s’ils sont définis."},
    Entry{Text::kHelpConnectionRename, "Give a connection another name; its id stays.",
          "Donner un autre nom à une connexion ; son identifiant reste."},
    Entry{Text::kHelpConnectionRemove, "Remove a connection and its tokens.",
          "Supprimer une connexion et ses jetons."},
    Entry{Text::kHelpConnectionSignIn, "Allow the access in a browser, or allow it again.",
          "Autoriser l’accès dans un navigateur, ou l’autoriser de nouveau."},
    Entry{Text::kHelpName, "The connection, by its name or id.",
          "La connexion, par son nom ou son identifiant."},
    Entry{Text::kHelpNewName, "The new name.", "Le nouveau nom."},
    Entry{Text::kHelpAddName, "Name of the new connection: letters, digits, - . and _.",
          "Nom de la nouvelle connexion : lettres, chiffres, - . et _."},
    Entry{Text::kHelpAddPlugin, "The plugin that it is for.", "L’extension à laquelle elle sert."},
    Entry{Text::kHelpAddType, "The type of the connection, as the plugin names it.",
          "Le type de la connexion, selon l’extension."},
    Entry{Text::kHelpAddSet,
          "key=value: a setting, or a credential that is no secret; may be repeated.",
          "clé=valeur : un paramètre, ou un identifiant qui n’est pas secret ; répétable."},
    Entry{Text::kHelpAddCredentials, "-: read the credentials from standard input, a JSON object.",
          "- : lire les identifiants sur l’entrée standard, un objet JSON."},
    Entry{Text::kHelpAddGuide, "Print how to get what the types of connection need, and end.",
          "Afficher comment obtenir ce qu’exigent les types de connexion, et finir."},
    Entry{Text::kHelpYes, "Do not ask.", "Ne rien demander."},
    Entry{Text::kHelpRevoke, "End the access at the service first.",
          "Mettre d’abord fin à l’accès auprès du service."},
    Entry{Text::kHelpTimeout,
          "How long to wait for the browser, such as 90s; 5m when it is not said.",
          "Durée d’attente du navigateur, comme 90s ; 5m par défaut."},
    Entry{Text::kHelpNoBrowser, "Only print the address, open no browser.",
          "Afficher seulement l’adresse, sans ouvrir de navigateur."},
    Entry{Text::kHelpSeeMore,
          "taskhost --help tells of templates, values, connections, exit codes and all else.",
          "taskhost --help décrit modèles, valeurs, connexions, codes de retour et tout le reste."},
    Entry{Text::kHelpOptionsHeading, "Options", "Options"},
    Entry{Text::kHelpCommandsHeading, "Commands", "Commandes"},
    Entry{Text::kHelpArgumentsHeading, "Arguments", "Arguments"},
    Entry{Text::kHelpUsageHeading, "Usage", "Utilisation "},
    Entry{Text::kHelpFooter, kFooterEnglish, kFooterFrench},
};
static_assert(AreAll(kEntries, Text::kHelpProgram, Text::kNoPlugins));

}  // namespace

std::span<const Entry> HelpTexts() {
  return kEntries;
}

}  // namespace taskhost
