// SPDX-License-Identifier: Apache-2.0
// fmt, compiled once. Debian ships it as headers and as a shared library; a plugin carries its own
// copy, and every file that compiled the headers whole would pay four seconds for them.
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

// What fmt's headers promise elsewhere and these two do not instantiate by themselves.
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API void buffer<char>::append(const char*, const char*);
template FMT_API void vformat_to(buffer<char>&, string_view,
                                 basic_format_args<buffer_context<char>>, locale_ref);

}  // namespace detail
FMT_END_NAMESPACE
