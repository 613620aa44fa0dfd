# SPDX-License-Identifier: Apache-2.0
#
# cmake -D PINNED_DIR=dir -D PTX_DIR=dir -D PTX=... -P PublishPtx.cmake
#
# Replaces PTX_DIR/compute_<a>/*.ptx by the files of PTX, which lie below PINNED_DIR, older architectures first. A file
# whose code is that of an older architecture's, instruction by instruction, is left out: a device gets the newest file
# that there is for it, a driver makes the same machine code of both, and each would add its size to the jar.
file(GLOB old ${PTX_DIR}/compute_*/*.ptx)
if(old)
  file(REMOVE ${old})
endif()
foreach(ptx IN LISTS PTX)
  file(RELATIVE_PATH path ${PINNED_DIR} ${ptx})
  get_filename_component(name ${ptx} NAME_WE)
  file(READ ${ptx} text)
  string(REGEX REPLACE "\n\\.(version|target) [^\n]*" "" code "${text}")
  if(NOT "${code}" STREQUAL "${code_of_${name}}")
    set(code_of_${name} "${code}")
    get_filename_component(folder ${PTX_DIR}/${path} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    file(COPY_FILE ${ptx} ${PTX_DIR}/${path})
  endif()
endforeach()
