package dev.evenkeel.internal.cuda.jcuda;

import dev.evenkeel.internal.cuda.CudaDriver;
import dev.evenkeel.internal.cuda.CudaFunction;
import dev.evenkeel.internal.cuda.LaunchConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Tells of every launch on its way to a driver, in the words of the fake driver's log. */
final class SpyingDriver {
    private SpyingDriver() {}

    static CudaDriver over(CudaDriver driver, Consumer<String> tell) {
        return (CudaDriver) Proxy.newProxyInstance(
                CudaDriver.class.getClassLoader(), new Class<?>[] {CudaDriver.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("launch")) {
                        tell.accept(launch(
                                (CudaFunction) arguments[0], (LaunchConfig) arguments[1], (ByteBuffer) arguments[2]));
                    }
                    try {
                        return method.invoke(driver, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String launch(CudaFunction function, LaunchConfig config, ByteBuffer arguments) {
        byte[] bytes = new byte[arguments.remaining()];
        arguments.get(0, bytes);
        return String.format(
                "%s %d %d 1 %d %d 1 %d %s",
                function.entry(),
                config.gridX(),
                config.gridY(),
                config.blockX(),
                config.blockY(),
                config.sharedBytes(),
                config.cooperative() ? "cooperative 8,16,24 " + hex(bytes, 64) : "packed " + hex(bytes, bytes.length));
    }

    private static String hex(byte[] bytes, int length) {
        return HexFormat.of().formatHex(bytes, 0, length);
    }
}
