# SPDX-License-Identifier: Apache-2.0
#
# cmake -D VERSION=7.0 -D OBJECTS=a.ptx;b.ptx -D OUT=dir -P PinPtxVersion.cmake
#
# Copies PTX files into OUT with their `.version` lowered to VERSION. nvcc stamps its own version on all it writes,
# whether the code needs it or not, and a driver refuses what is newer than itself. That VERSION is not too old for
# the code is for VerifyPtx.cmake to show. Comments, indentation and empty lines stay behind: they are a thirtieth of
# the packed size of all PTX.
foreach(object IN LISTS OBJECTS)
  get_filename_component(name ${object} NAME)
  file(READ ${object} text)
  string(REGEX REPLACE "\n\\.version [0-9]+\\.[0-9]+\n" "\n.version ${VERSION}\n" pinned "${text}")
  if(NOT pinned MATCHES "\n\\.version ${VERSION}\n")
    message(FATAL_ERROR "${object}: no .version line")
  endif()
  string(REGEX REPLACE "//[^\n]*" "" pinned "${pinned}")
  string(REGEX REPLACE "[ \t]+\n" "\n" pinned "${pinned}")
  string(REGEX REPLACE "\n[ \t\n]+" "\n" pinned "${pinned}")
  string(PREPEND pinned "// compiled from kernels/ by cmake/, not to be edited")
  file(WRITE ${OUT}/${name} "${pinned}")
endforeach()
