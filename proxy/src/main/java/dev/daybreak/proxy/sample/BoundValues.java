package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.sample.SampledValue;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the values of a Bind message. */
final class BoundValues {
  private BoundValues() {}

  /**
   * The values; empty when the message cannot be read.
   *
   * @param bound from the formats on
   * @param bytesMax a longer value is left out
   */
  static List<SampledValue> of(byte[] bound, int bytesMax) {
    if (bound.length == 0) {
      return List.of();
    }
    try {
      return read(ByteBuffer.wrap(bound), bytesMax);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return List.of();
    }
  }

  private static List<SampledValue> read(ByteBuffer in, int bytesMax) {
    short[] formats = new short[Short.toUnsignedInt(in.getShort())];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = in.getShort();
    }
    int count = Short.toUnsignedInt(in.getShort());
    List<SampledValue> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int format = formats.length == 0 ? 0 : formats[formats.length == 1 ? 0 : i % formats.length];
      values.add(value(in, format == 1, bytesMax));
    }
    return values;
  }

  private static SampledValue value(ByteBuffer in, boolean binary, int bytesMax) {
    int length = in.getInt();
    if (length < 0) {
      return SampledValue.NULL;
    }
    if (length > bytesMax) {
      in.position(in.position() + length);
      return SampledValue.OMITTED;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    String latin = new String(bytes, StandardCharsets.ISO_8859_1);
    return binary ? SampledValue.binary(latin) : SampledValue.text(latin);
  }
}
