# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT.h and OUTPUT.cc with the bytes of FILES (paths below FOLDER). Run by tp_add_plugin().
set(arrays "")
set(cases "")
set(locales "")
set(count 0)
foreach(file IN LISTS FILES)
  file(READ "${FOLDER}/${file}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char kFile${count}[] = {${bytes}};\n")
  string(APPEND cases "  if (path == \"${file}\") return {kFile${count}, sizeof kFile${count}};\n")
  if(file MATCHES "^locales/")
    string(APPEND locales "File(\"${file}\"), ")
  endif()
  math(EXPR count "${count} + 1")
endforeach()

file(WRITE "${OUTPUT}.h.new" "// Generated from the manifest. Do not edit.
#pragma once
#include <array>
#include <span>
#include <string_view>
namespace task_plugin::embedded {
inline constexpr std::string_view kPluginId = \"${ID}\";
inline constexpr std::string_view kPluginVersion = \"${VERSION}\";
/// The texts of all locale files.
extern const std::span<const std::string_view> kLocales;
/// The bytes of a file below the manifest's folder, e.g. \"tasks/echo.input.json\"; empty when it is not embedded.
std::string_view File(std::string_view path);
}  // namespace task_plugin::embedded
")
file(WRITE "${OUTPUT}.cc" "// Generated from the manifest. Do not edit.
#include \"tp_embedded.h\"
namespace task_plugin::embedded {
namespace {
${arrays}}  // namespace
std::string_view File(std::string_view path) {
${cases}  return {};
}
namespace {
const std::array kLocaleFiles = {${locales}std::string_view()};
}  // namespace
const std::span<const std::string_view> kLocales(kLocaleFiles.data(), kLocaleFiles.size() - 1);
}  // namespace task_plugin::embedded
")
file(COPY_FILE "${OUTPUT}.h.new" "${OUTPUT}.h" ONLY_IF_DIFFERENT)
file(REMOVE "${OUTPUT}.h.new")
