# SPDX-License-Identifier: Apache-2.0
#
# cmake -D PTXAS=ptxas -D SM=80 -D PTX=a.ptx;b.ptx -P VerifyPtx.cmake
#
# Assembles each PTX file for sm_<SM>. Fails when one is rejected, or when a kernel spills or keeps anything on a
# stack; prints the most registers any of them takes.
set(most 0)
foreach(ptx IN LISTS PTX)
  execute_process(
    COMMAND ${PTXAS} -v -O3 -arch=sm_${SM} -o /dev/null ${ptx}
    RESULT_VARIABLE result OUTPUT_VARIABLE log ERROR_VARIABLE log)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ptx}: ptxas rejects it for sm_${SM}\n${log}")
  endif()
  string(REGEX MATCHALL "Function properties for [^\n]*\n[^\n]*" frames "${log}")
  list(FILTER frames EXCLUDE REGEX "\n +0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads")
  if(frames)
    message(FATAL_ERROR "${ptx}: spills on sm_${SM}\n${frames}")
  endif()
  string(REGEX MATCHALL "Used [0-9]+ registers" used "${log}")
  foreach(line IN LISTS used)
    string(REGEX MATCH "[0-9]+" registers ${line})
    if(registers GREATER most)
      set(most ${registers})
    endif()
  endforeach()
endforeach()
message(STATUS "sm_${SM}: at most ${most} registers, no spills")
