# What every translation unit is compiled with, and what our own code is held to on top.

# A second build folder, or another clone, costs seconds with ccache. Paths below the root are made relative, and the folder is
# left out of what a result hangs on: else no clone would ever use what another one has compiled. Emscripten's driver is no
# compiler that ccache knows; it calls clang through ccache itself.
find_program(LIMBECK_CCACHE ccache)
if(LIMBECK_CCACHE)
  set(launcher "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1)
  if(EMSCRIPTEN)
    list(APPEND launcher "EM_COMPILER_WRAPPER=${LIMBECK_CCACHE}")
  else()
    list(APPEND launcher "${LIMBECK_CCACHE}")
  endif()
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# Two checks of the undefined behaviour sanitizer are left out: they stand at every access to a member and are a third of the
# compile time. A null pointer that is used ends in the address sanitizer all the same, and nothing here casts bytes to objects.
if(LIMBECK_SANITIZE)
  add_compile_options(-fsanitize=${LIMBECK_SANITIZE} -fno-sanitize=null,alignment -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIMBECK_SANITIZE})
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()

# libFuzzer counts edges in all of the code it drives, the grammar included; only the target itself links its main().
if(LIMBECK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

if(EMSCRIPTEN)
  add_compile_options(-flto -msimd128)
  add_link_options(-flto -msimd128)
endif()

# Our own code: no warning survives.
function(limbeck_own_code target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/core")
endfunction()

# The core throws nothing and asks nothing for its type; a compiler that refuses both keeps it so.
function(limbeck_core_code target)
  limbeck_own_code(${target})
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions -fno-rtti>)
  target_compile_definitions(${target} PRIVATE LIMBECK_VERSION="${PROJECT_VERSION}")
  # The page's weight is a budget. The parser stays at -O3; ours is for size, and wasm-opt puts back the inlining that pays
  # (wasm/CMakeLists.txt): the schemas and the project alone at -O2 weigh 243 KB more than at -Oz, and an edit takes as long.
  if(EMSCRIPTEN)
    target_compile_options(${target} PRIVATE -Oz)
  endif()
endfunction()
