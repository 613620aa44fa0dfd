/** The kernels for programs that use JCuda themselves: their pointers, their streams, their current context. */
@org.jspecify.annotations.NullMarked
package dev.evenkeel.cuda;
