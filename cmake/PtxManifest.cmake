# SPDX-License-Identifier: Apache-2.0
#
# cmake -D NVCC_VERSION=v -D KERNEL_DIR=dir -D SOURCES=... -D PTX_DIR=dir -P PtxManifest.cmake
#
# Writes PTX_DIR/MANIFEST.txt, by which a test without nvcc can tell that the committed PTX and its sources belong
# together. One fact a line, paths ascending:
#
#   nvcc <version>
#   source <sha256> <path below kernels/>
#   ptx <sha256> <path below kernels/ptx/> <.version>
set(manifest "nvcc ${NVCC_VERSION}\n")

list(SORT SOURCES)
foreach(source IN LISTS SOURCES)
  file(SHA256 ${source} hash)
  file(RELATIVE_PATH path ${KERNEL_DIR} ${source})
  string(APPEND manifest "source ${hash} ${path}\n")
endforeach()

file(GLOB PTX ${PTX_DIR}/compute_*/*.ptx)
list(SORT PTX)
foreach(ptx IN LISTS PTX)
  file(SHA256 ${ptx} hash)
  file(RELATIVE_PATH path ${PTX_DIR} ${ptx})
  file(STRINGS ${ptx} line REGEX "^\\.version " LIMIT_COUNT 1)
  string(REPLACE ".version " "" version "${line}")
  string(APPEND manifest "ptx ${hash} ${path} ${version}\n")
endforeach()

file(WRITE ${PTX_DIR}/MANIFEST.txt "${manifest}")
