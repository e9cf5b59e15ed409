# clearsky_options carries the language level and warnings that every target of
# ours links PRIVATE. Generated and third-party code never links it.
add_library(clearsky_options INTERFACE)
target_compile_features(clearsky_options INTERFACE cxx_std_20)
target_compile_options(clearsky_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough -Wformat=2
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>
  $<$<BOOL:${CLEARSKY_WERROR}>:-Werror>)

# Sanitizers change the ABI of inline library code, so they apply to every
# target in the build, generated code included.
if(CLEARSKY_SANITIZE)
  add_compile_options(-fsanitize=${CLEARSKY_SANITIZE} -fno-omit-frame-pointer
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CLEARSKY_SANITIZE})
endif()
# The tables of these sanitizers point at each other so often that a position
# independent program begins with millions of relocations: a third of the time
# that `clearsky --version` took.
if(CLEARSKY_SANITIZE MATCHES "address")
  add_link_options(-no-pie)
endif()

# protobuf's map_field.h lays out its mutex another way under
# __SANITIZE_THREAD__ than Debian's library, which is built without it: maps
# would crash. _GLIBCXX_TSAN is what libstdc++ derives from the same macro.
if(CLEARSKY_SANITIZE MATCHES "thread")
  add_compile_options(-U__SANITIZE_THREAD__ -D_GLIBCXX_TSAN=1)
endif()

# The cache holds for another checkout too: paths below the source directory are
# hashed as relative ones, and the working directory, which only debuggers see,
# is left out.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}
    CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# clearsky_layer(<name> SOURCES ... HEADERS ... PUBLIC ... PRIVATE ...)
# makes the target clearsky_<name>, alias clearsky::<name>, of the folder it is
# called in. PUBLIC and PRIVATE are its link lines: they name only layers below,
# so a file that includes a layer above does not link (docs/design.md, section 1).
function(clearsky_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE" ${ARGN})
  add_library(clearsky_${name} STATIC ${ARG_SOURCES})
  add_library(clearsky::${name} ALIAS clearsky_${name})
  set_target_properties(clearsky_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  target_sources(clearsky_${name} PUBLIC FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR}/src FILES ${ARG_HEADERS})
  target_link_libraries(clearsky_${name}
    PUBLIC ${ARG_PUBLIC} PRIVATE clearsky_options ${ARG_PRIVATE})
endfunction()
