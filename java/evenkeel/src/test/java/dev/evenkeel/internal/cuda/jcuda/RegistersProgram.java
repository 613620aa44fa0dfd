package dev.evenkeel.internal.cuda.jcuda;

/** Tells how many registers a small kernel takes. */
final class RegistersProgram {
    private static final String PTX = """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry k(.param .u64 p)
            {
              ret;
            }
            """;

    private RegistersProgram() {}

    public static void main(String[] arguments) {
        System.out.println(PtxAssembler.registers(PTX, "k", 80).keySet());
        System.out.println(PtxAssembler.registers("garbage", "k", 80).keySet());
    }
}
