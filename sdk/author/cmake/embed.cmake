# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT.h and OUTPUT.cc with the bytes of FILES (paths below FOLDER), in NAMESPACE; of a plugin
# also its ID and VERSION. Run by tp_embed().
set(arrays "")
set(cases "")
set(locales "")
set(paths "")
set(count 0)
foreach(file IN LISTS FILES)
  file(READ "${FOLDER}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char kFile${count}[] = {${bytes}};\n")
  string(APPEND cases "  if (path == \"${file}\") return {kFile${count}, sizeof kFile${count}};\n")
  if(file MATCHES "^locales/")
    string(APPEND locales "File(\"${file}\"), ")
  endif()
  string(APPEND paths "std::string_view(\"${file}\"), ")
  math(EXPR count "${count} + 1")
endforeach()

cmake_path(GET OUTPUT FILENAME header)
set(plugin "")
if(DEFINED ID)
  set(plugin "inline constexpr std::string_view kPluginId = \"${ID}\";
inline constexpr std::string_view kPluginVersion = \"${VERSION}\";
")
endif()

file(WRITE "${OUTPUT}.h.new" "// Generated. Do not edit.
#pragma once
#include <array>
#include <span>
#include <string_view>
namespace ${NAMESPACE} {
${plugin}/// The texts of all locale files.
extern const std::span<const std::string_view> kLocales;
/// The paths of all files.
extern const std::span<const std::string_view> kPaths;
/// The bytes of a file by its path, e.g. \"locales/fr.json\"; empty when it is not embedded.
std::string_view File(std::string_view path);
}  // namespace ${NAMESPACE}
")
file(WRITE "${OUTPUT}.cc" "// Generated. Do not edit.
#include \"${header}.h\"
namespace ${NAMESPACE} {
namespace {
${arrays}}  // namespace
std::string_view File(std::string_view path) {
${cases}  return {};
}
namespace {
const std::array kLocaleFiles = {${locales}std::string_view()};
const std::array kAllPaths = {${paths}std::string_view()};
}  // namespace
const std::span<const std::string_view> kLocales(kLocaleFiles.data(), kLocaleFiles.size() - 1);
const std::span<const std::string_view> kPaths(kAllPaths.data(), kAllPaths.size() - 1);
}  // namespace ${NAMESPACE}
")
file(COPY_FILE "${OUTPUT}.h.new" "${OUTPUT}.h" ONLY_IF_DIFFERENT)
file(REMOVE "${OUTPUT}.h.new")
