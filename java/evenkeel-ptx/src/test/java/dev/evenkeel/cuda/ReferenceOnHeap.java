package dev.evenkeel.cuda;

import dev.evenkeel.internal.cuda.CudaBuffer;
import dev.evenkeel.internal.spi.HeapBuffer;
import dev.evenkeel.internal.spi.NormBackend;
import dev.evenkeel.internal.spi.RunningMix;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backend that takes operations on device addresses and does them on what the heap has for each address. */
record ReferenceOnHeap(NormBackend reference, Map<Long, HeapBuffer> memory) {
    NormBackend proxy() {
        return (NormBackend) Proxy.newProxyInstance(
                NormBackend.class.getClassLoader(), new Class<?>[] {NormBackend.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(reference, onHeap(arguments[0]));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The same record with the heap's buffers in place of the device's. */
    private @Nullable Object onHeap(@Nullable Object part) throws ReflectiveOperationException {
        if (part instanceof CudaBuffer buffer) {
            return memory.get(buffer.address());
        }
        boolean holdsBuffers = part instanceof RunningMix
                || part != null && part.getClass().getSimpleName().endsWith("Op");
        if (part == null || !holdsBuffers) {
            return part;
        }
        RecordComponent[] components = part.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = onHeap(components[i].getAccessor().invoke(part));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return part.getClass().getDeclaredConstructor(types).newInstance(values);
    }
}
