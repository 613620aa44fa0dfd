package dev.evenkeel.ptx.parse;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.evenkeel.DeviceException;
import dev.evenkeel.ptx.VirtualKernel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PTX that can't be run is refused when it is loaded; the message names file, line and instruction. */
class ModuleErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sin.exact.f32 %f1, %f2;         | test.ptx:7: unsupported instruction: `sin.exact.f32 %f1, %f2`
                    wmma.load.a.sync.f16 {%r1};     | test.ptx:7: unsupported instruction: `wmma.load.a.sync.f16 {%r1}`
                    @%p1 call foo;                  | test.ptx:7: unsupported instruction: `@%p1 call foo`
                    add.s32 %r1, %r2;               | test.ptx:7: unsupported instruction: `add.s32 %r1, %r2`
                    add.s32 %r1, %r2, %r9;          | test.ptx:7: unknown register %r9: `add.s32 %r1, %r2, %r9`
                    mov.u32 %r1, %clock;            | test.ptx:7: unknown register %clock: `mov.u32 %r1, %clock`
                    bra $L__BB9;                    | test.ptx:7: unknown label: `bra $L__BB9`
                    ld.global.v2.f32 %f1, [%rd1];   | test.ptx:7: vector of the wrong length: `ld.global.v2.f32 %f1, [%rd1]`
                    atom.global.add.f16 %f1, [%rd1], %f2; | test.ptx:7: unsupported instruction
                    add.s32 %r1, %r2, 1             | test.ptx:8: expected ';' but found 'ret'
                    .reg .b128 %q;                  | test.ptx:7: registers of type '.b128' are not supported
                    .tex foo;                       | test.ptx:7: unsupported directive '.tex'
                    mov.u32 %r1, 0xzz;              | test.ptx:7: malformed number '0xzz'
                    mov.u32 %r1, nowhere;           | test.ptx:7: unknown symbol nowhere
                    """)
    void isRefusedWithItsPlace(String instruction, String message) {
        String ptx = """
                .version 7.0
                .target sm_80
                .address_size 64
                .visible .entry k()
                {
                  .reg .pred %p<2>; .reg .b32 %r<3>; .reg .f32 %f<3>; .reg .b64 %rd<2>;
                """ + instruction + "\n  ret;\n}\n";

        assertThatThrownBy(() -> VirtualKernel.text(ptx, "k"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_INVALID_PTX")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    garbage                                             | unsupported 'garbage' at module scope
                    .version 7.0                                        | not a PTX module
                    .version 7.0 .target sm_80 .address_size 32         | addresses of 32 bits are not supported
                    .version 7.0 .target sm_80 .func f() { ret; }       | unsupported '.func' at module scope
                    .version 7.0 .target sm_80 .entry k() { ret;        | kernel without an end
                    .version 7.0 .target sm_120 .entry k() { ret; }     | CUDA_ERROR_NO_BINARY_FOR_GPU
                    .version 7.0 .target sm_80 .entry other() { ret; }  | CUDA_ERROR_NOT_FOUND
                    """)
    void modulesAreRefused(String ptx, String message) {
        assertThatThrownBy(() -> VirtualKernel.text(ptx, "k"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(message);
    }
}
