# Third-party code, all of it pinned: tree-sitter by package-lock.json, the header-only libraries by the distribution.
# Nothing is downloaded while configuring.

# tree-sitter 0.25.1 and its Python grammar 0.25.0, compiled from the C sources inside their npm packages.
set(runtime "${PROJECT_SOURCE_DIR}/node_modules/tree-sitter/vendor/tree-sitter/lib")
set(grammar "${PROJECT_SOURCE_DIR}/node_modules/tree-sitter-python/src")
foreach(source "${runtime}/src/lib.c" "${grammar}/parser.c" "${grammar}/scanner.c")
  if(NOT EXISTS "${source}")
    message(FATAL_ERROR "${source} is missing: run `./dev setup` (or `npm ci --ignore-scripts`) first.")
  endif()
endforeach()

add_library(tree_sitter STATIC "${runtime}/src/lib.c")
target_include_directories(tree_sitter SYSTEM PUBLIC "${runtime}/include" PRIVATE "${runtime}/src")
target_compile_definitions(tree_sitter PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200112L)
# A tree never crosses a thread here (it dies inside `extract`), so its reference counts need no atomics: 5 to 8 % of
# the parse. These are compiler options since CMake has no definitions with parameters.
target_compile_options(tree_sitter PRIVATE
  "-D__atomic_add_fetch(p,v,o)=(*(p)+=(v))"
  "-D__atomic_sub_fetch(p,v,o)=(*(p)-=(v))")

add_library(tree_sitter_python STATIC "${grammar}/parser.c" "${grammar}/scanner.c")
target_include_directories(tree_sitter_python SYSTEM PRIVATE "${grammar}")
target_link_libraries(tree_sitter_python PUBLIC tree_sitter)

foreach(target tree_sitter tree_sitter_python)
  target_compile_options(${target} PRIVATE -w)
endforeach()

# limbeck_headers(<target> <header folder> <header>): a header-only library, seen through a folder that holds nothing
# but a link to it. With /usr/include itself on its path, Emscripten would read the machine's C library.
function(limbeck_headers target folder header)
  find_path(LIMBECK_${target}_INCLUDE "${folder}/${header}"
    PATHS /usr/include /usr/local/include /opt/homebrew/include
    NO_CMAKE_FIND_ROOT_PATH)
  if(NOT LIMBECK_${target}_INCLUDE)
    message(FATAL_ERROR "<${folder}/${header}> was not found: run `./dev setup` first.")
  endif()
  set(links "${PROJECT_BINARY_DIR}/include/${target}")
  file(MAKE_DIRECTORY "${links}")
  file(CREATE_LINK "${LIMBECK_${target}_INCLUDE}/${folder}" "${links}/${folder}" SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE "${links}")
endfunction()

limbeck_headers(json nlohmann json.hpp)
target_compile_definitions(json INTERFACE JSON_NOEXCEPTION JSON_USE_IMPLICIT_CONVERSIONS=0)

limbeck_headers(toml toml++ toml.h)
target_compile_definitions(toml INTERFACE TOML_HEADER_ONLY=1 TOML_EXCEPTIONS=0
  TOML_ENABLE_FORMATTERS=0 TOML_ENABLE_WINDOWS_COMPAT=0 TOML_INT_CHARCONV=1 TOML_FLOAT_CHARCONV=1)

limbeck_headers(utfcpp utf8cpp utf8/core.h)

if(NOT EMSCRIPTEN)
  limbeck_headers(cli11 CLI CLI.hpp)
endif()
