// SPDX-License-Identifier: Apache-2.0
// What the host library says of bundles, in French.
#include "taskhost/host_texts_table.h"

namespace taskhost {
namespace {

constexpr Translated kFrenchOfBundles[] = {
    // names of files
    Translated{"\"{}\" is a file and the folder of others.",
               "« {} » est un fichier et le dossier d’autres fichiers."},
    Translated{"The name \"{}\" ends in a dot or a blank, which some systems drop.",
               "Le nom « {} » finit par un point ou une espace, que certains systèmes suppriment."},
    Translated{"The name \"{}\" has a part that is empty or a dot.",
               "Le nom « {} » a une partie vide ou faite d’un point."},
    Translated{"The name \"{}\" holds a backslash, which is a slash on some systems.",
               "Le nom « {} » contient une barre oblique inverse, qui vaut une barre oblique sur "
               "certains systèmes."},
    Translated{"The name \"{}\" holds characters that not every system can keep: only letters, "
               "digits and signs of ASCII may stand there.",
               "Le nom « {} » contient des caractères que tous les systèmes ne savent pas garder : "
               "seuls les lettres, chiffres et signes d’ASCII sont admis."},
    Translated{"The name \"{}\" is an absolute path.", "Le nom « {} » est un chemin absolu."},
    Translated{"The name \"{}\" is not UTF-8.", "Le nom « {} » n’est pas en UTF-8."},
    Translated{"The name \"{}\" is that of a device on some systems.",
               "Le nom « {} » désigne un périphérique sur certains systèmes."},
    Translated{"The name \"{}\" is that of a hidden file.",
               "Le nom « {} » est celui d’un fichier caché."},
    Translated{"The name \"{}\" leads out of the plugin's folder.",
               "Le nom « {} » sort du dossier de l’extension."},
    Translated{"The name \"{}…\" is longer than {} bytes.", "Le nom « {}… » dépasse {} octets."},
    Translated{"The names \"{}\" and \"{}\" differ only in case.",
               "Les noms « {} » et « {} » ne diffèrent que par la casse."},
    Translated{"There are two files \"{}\".", "Il y a deux fichiers « {} »."},
    // the archive
    Translated{"\"{}\" does not begin where the file before it ends.",
               "« {} » ne commence pas là où finit le fichier qui précède."},
    Translated{"\"{}\" has two sizes.", "« {} » a deux tailles."},
    Translated{"\"{}\" is a folder; a bundle lists its files alone.",
               "« {} » est un dossier ; un paquet n’énumère que ses fichiers."},
    Translated{"\"{}\" is a link.", "« {} » est un lien."},
    Translated{"\"{}\" is encrypted.", "« {} » est chiffré."},
    Translated{"\"{}\" is no regular file.", "« {} » n’est pas un fichier ordinaire."},
    Translated{"\"{}\" is packed in another way than deflate.",
               "« {} » est comprimé autrement que par deflate."},
    Translated{"\"{}\" would grow more than {} times.", "« {} » grossirait de plus de {} fois."},
    Translated{"Between the last file and the directory are bytes of no file.",
               "Entre le dernier fichier et le répertoire se trouvent des octets d’aucun fichier."},
    Translated{"The archive cannot be read.", "L’archive est illisible."},
    Translated{"The archive cannot be written: {}", "L’archive ne peut pas être écrite : {}"},
    Translated{"The bundle has two directories.", "Le paquet a deux répertoires."},
    Translated{"The bundle holds more than {} MiB.", "Le paquet contient plus de {} Mio."},
    Translated{"The bundle is a part of several.",
               "Le paquet est une partie d’un ensemble de plusieurs."},
    Translated{"The bundle is cut off: its end is missing.",
               "Le paquet est coupé : sa fin manque."},
    Translated{"The bundle is larger than {} MiB.", "Le paquet dépasse {} Mio."},
    Translated{"The bundle says that it has {} files; {} are the most.",
               "Le paquet annonce {} fichiers ; le maximum est de {}."},
    Translated{"The content of \"{}\" is damaged.", "Le contenu de « {} » est endommagé."},
    Translated{"The directory of the bundle has another number of files than its end says.",
               "Le répertoire du paquet n’a pas le nombre de fichiers annoncé à la fin."},
    Translated{"The directory of the bundle is damaged.", "Le répertoire du paquet est endommagé."},
    Translated{"The directory of the bundle is not where its end says.",
               "Le répertoire du paquet n’est pas là où la fin l’annonce."},
    Translated{"The folder holds more than {} files.", "Le dossier contient plus de {} fichiers."},
    Translated{"There is data after the end of the bundle.",
               "Il y a des données après la fin du paquet."},
    Translated{"The last file of the bundle is not {}.",
               "Le dernier fichier du paquet n’est pas {}."},
    Translated{"The bundle was damaged on its way: its bytes are not those that were packed.",
               "Le paquet a été endommagé en route : ses octets ne sont pas ceux qui ont été mis "
               "en paquet."},
    Translated{"This is no bundle: it does not begin as one.",
               "Ce n’est pas un paquet : le début n’est pas celui d’un paquet."},
    Translated{"What stands before \"{}\" is not what the directory says of it.",
               "Ce qui précède « {} » n’est pas ce qu’en dit le répertoire."},
    Translated{"What the archive says beside the content of \"{}\" is not what packing writes: "
               "another time, mode, version or extra field.",
               "Ce que l’archive dit à côté du contenu de « {} » n’est pas ce qu’écrit la mise en "
               "paquet : autre date, mode, version ou champ supplémentaire."},
    // the list of files
    Translated{"\"{}\" is in {}, but not in the bundle.",
               "« {} » est dans {}, mais pas dans le paquet."},
    Translated{"\"{}\" is not in {}.", "« {} » n’est pas dans {}."},
    Translated{"\"{}\" is not the file whose hash is in {}.",
               "« {} » n’est pas le fichier dont l’empreinte est dans {}."},
    Translated{"Line {} of {} is no SHA-256 in lower case, two blanks and a name.",
               "La ligne {} de {} n’est pas un SHA-256 en minuscules, deux espaces et un nom."},
    Translated{"Line {} of {} is not in the order of names, or repeats one.",
               "La ligne {} de {} n’est pas dans l’ordre des noms, ou en répète un."},
    Translated{"The bundle has no {}.", "Le paquet n’a pas de {}."},
    // keys and signatures
    Translated{"It is signed with the key {}, which nobody trusts here.",
               "Le paquet est signé avec la clé {}, à laquelle personne ne fait confiance ici."},
    Translated{"Nobody has signed this bundle. To install it all the same: --allow-unsigned {}",
               "Personne n’a signé ce paquet. Pour l’installer tout de même : --allow-unsigned {}"},
    Translated{"The key {} is not trusted for the plugin \"{}\"; see {}",
               "La clé {} n’est pas de confiance pour l’extension « {} » ; voir {}"},
    Translated{"The key {} is trusted until {} only.",
               "La clé {} n’est de confiance que jusqu’au {}."},
    Translated{"The line \"{}\" is neither \"{}\" nor \"{}\".",
               "La ligne « {} » n’est ni « {} » ni « {} »."},
    Translated{"The passphrase is wrong.", "La phrase secrète est fausse."},
    Translated{"The signature is for the plugin \"{}\", the bundle is of \"{}\".",
               "La signature est pour l’extension « {} », le paquet est de « {} »."},
    Translated{"The signature is for version {}, the bundle has {}.",
               "La signature est pour la version {}, le paquet a la {}."},
    Translated{"The signature is not in the format of minisign.",
               "La signature n’est pas au format de minisign."},
    Translated{"The signature is not one of this list of files by the key {}.",
               "La signature n’est pas celle de cette liste de fichiers par la clé {}."},
    Translated{"The signature is of minisign's old kind, which hashes nothing first; sign with a "
               "minisign of today.",
               "La signature est de l’ancienne sorte de minisign, sans empreinte préalable ; "
               "signez avec un minisign d’aujourd’hui."},
    Translated{"The trusted comment of the signature is not \"{}\".",
               "Le commentaire de confiance de la signature n’est pas « {} »."},
    Translated{"The trusted comment of the signature was changed.",
               "Le commentaire de confiance de la signature a été modifié."},
    Translated{"There is not enough memory for the passphrase: {} MiB are needed.",
               "La mémoire ne suffit pas pour la phrase secrète : il faut {} Mio."},
    Translated{"This is no public key in the format of minisign.",
               "Ce n’est pas une clé publique au format de minisign."},
    Translated{"This is no secret key in the format of minisign.",
               "Ce n’est pas une clé secrète au format de minisign."},
    // the manifest, and what is installed
    Translated{"\"{}\" is a library that plugin.json does not name.",
               "« {} » est une bibliothèque que plugin.json ne nomme pas."},
    Translated{"No other version of {} was in use before {}.",
               "Aucune autre version de {} n’a servi avant la {}."},
    Translated{"The bundle has no plugin.json.", "Le paquet n’a pas de plugin.json."},
    Translated{"The library \"{}\" that plugin.json names is not in the bundle.",
               "La bibliothèque « {} » que plugin.json nomme n’est pas dans le paquet."},
    Translated{"The plugin \"{}\" is not installed here.",
               "L’extension « {} » n’est pas installée ici."},
    Translated{"The plugin needs glibc {}, this machine has {}.",
               "L’extension a besoin de glibc {}, cette machine a la {}."},
    Translated{"The plugin is for {}, this machine is {}.",
               "L’extension est pour {}, cette machine est {}."},
    Translated{"Version {} is installed, the bundle has {}, which is lower. To install it all the "
               "same: --allow-downgrade",
               "La version {} est installée, le paquet a la {}, qui est inférieure. Pour "
               "l’installer tout de même : --allow-downgrade"},
    Translated{"Version {} of {} is installed with other content; a version is published once. "
               "Remove it first.",
               "La version {} de {} est installée avec un autre contenu ; une version n’est "
               "publiée qu’une fois. Supprimez-la d’abord."},
    Translated{"Version {} of {} is not installed here.",
               "La version {} de {} n’est pas installée ici."},
    Translated{"plugin.json has no acceptable \"id\" and \"version\".",
               "plugin.json n’a pas d’« id » et de « version » acceptables."},
};

}  // namespace

std::span<const Translated> FrenchOfBundles() {
  return kFrenchOfBundles;
}

}  // namespace taskhost
