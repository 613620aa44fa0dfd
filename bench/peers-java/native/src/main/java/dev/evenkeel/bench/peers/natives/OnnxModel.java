package dev.evenkeel.bench.peers.natives;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A model as ONNX stores it: protocol buffers, written by hand for want of anything smaller. */
final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int FLOAT = 1;
    private static final int INT_ATTRIBUTE = 2;
    private static final int FLOAT_ATTRIBUTE = 1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OnnxModel() {}

    /** Layer normalization over the last of two dimensions, with both statistics. */
    static byte[] layerNorm(long[] x, float eps) {
        OnnxModel node = new OnnxModel()
                .text(1, "x")
                .text(1, "weight")
                .text(1, "bias")
                .text(2, "y")
                .text(2, "mean")
                .text(2, "rstd")
                .text(4, "LayerNormalization")
                .part(5, new OnnxModel().text(1, "epsilon").real(2, eps).whole(20, FLOAT_ATTRIBUTE))
                .part(5, new OnnxModel().text(1, "axis").whole(3, -1).whole(20, INT_ATTRIBUTE));
        OnnxModel graph = new OnnxModel()
                .part(1, node)
                .text(2, "layer-norm")
                .part(11, value("x", x))
                .part(11, value("weight", x[1]))
                .part(11, value("bias", x[1]))
                .part(12, value("y", x))
                .part(12, value("mean", x[0], 1))
                .part(12, value("rstd", x[0], 1));
        return new OnnxModel()
                .whole(1, IR_VERSION)
                .part(7, graph)
                .part(8, new OnnxModel().text(1, "").whole(2, OPSET))
                .bytes
                .toByteArray();
    }

    private static OnnxModel value(String name, long... dims) {
        OnnxModel shape = new OnnxModel();
        for (long dim : dims) {
            shape.part(1, new OnnxModel().whole(1, dim));
        }
        OnnxModel tensor = new OnnxModel().whole(1, FLOAT).part(2, shape);
        return new OnnxModel().text(1, name).part(2, new OnnxModel().part(1, tensor));
    }

    private OnnxModel whole(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private OnnxModel real(int field, float value) {
        varint((long) field << 3 | 5);
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    private OnnxModel text(int field, String value) {
        return delimited(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxModel part(int field, OnnxModel value) {
        return delimited(field, value.bytes.toByteArray());
    }

    private OnnxModel delimited(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }
}
