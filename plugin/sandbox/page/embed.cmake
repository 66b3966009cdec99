# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, C++ with the bytes of INPUT as sandbox::NAME, which HEADER declares. Run by
# plugin/sandbox/CMakeLists.txt.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE "${OUTPUT}" "// Generated from the page. Do not edit.
#include \"${HEADER}\"
namespace sandbox {
namespace {
constexpr char kBytes[] = {${bytes}};
}  // namespace
const std::string_view ${NAME}(kBytes, sizeof kBytes);
}  // namespace sandbox
")
