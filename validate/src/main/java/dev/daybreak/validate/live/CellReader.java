package dev.daybreak.validate.live;

import dev.daybreak.validate.core.Hasher;
import dev.daybreak.validate.core.RowEncoder;
import dev.daybreak.validate.core.ValueForm;
import dev.daybreak.validate.core.match.Cells;
import dev.daybreak.validate.core.match.RowShape;
import dev.daybreak.validate.live.PgOutputDecoder.Fields;
import dev.daybreak.validate.live.PgOutputDecoder.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Turns the fields of a stream into fingerprints, columns in name order. For one thread. */
final class CellReader {
  private final RowEncoder encoder = new RowEncoder();
  private final Hasher hasher = new Hasher();
  private final Map<Integer, Layout> layouts = new HashMap<>();

  /**
   * How a stream's columns are brought into name order.
   *
   * @param of the announcement it is made from
   * @param shape the shape in name order
   * @param order for each column of the shape its place in the stream
   */
  private record Layout(Shape of, RowShape shape, int[] order) {}

  /** The shape of a table, one object as long as its announcement stays the same. */
  RowShape shape(Shape shape) {
    return layout(shape).shape();
  }

  /** The fingerprints of a tuple. */
  Cells cells(Shape shape, Fields fields) {
    int[] order = layout(shape).order();
    Cells cells = new Cells(order.length);
    for (int i = 0; i < order.length; i++) {
      int at = order[i];
      boolean left = fields.keyOnly() && !shape.keys()[at];
      if (!left && fields.starts()[at] != Fields.UNCHANGED) {
        put(cells, i, ValueForm.ofOid(shape.types()[at]), fields, at);
      }
    }
    return cells;
  }

  private void put(Cells cells, int column, ValueForm form, Fields fields, int at) {
    encoder.begin();
    if (fields.starts()[at] == Fields.NULL) {
      encoder.nil(form);
    } else {
      encoder.value(form, fields.bytes(), fields.starts()[at], fields.lengths()[at]);
    }
    encoder.fingerprintStrict(hasher);
    cells.set(column, hasher.high(), hasher.low());
    if (encoder.parted()) {
      encoder.fingerprint(hasher);
      cells.setMeaning(column, hasher.high(), hasher.low());
    }
  }

  private Layout layout(Shape shape) {
    Layout known = layouts.get(shape.oid());
    if (known != null && known.of() == shape) {
      return known;
    }
    int[] order =
        IntStream.range(0, shape.names().length)
            .boxed()
            .sorted(Comparator.comparing(i -> shape.names()[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<String> names = new ArrayList<>();
    List<Boolean> identity = new ArrayList<>();
    for (int i : order) {
      names.add(shape.names()[i]);
      identity.add(shape.keys()[i]);
    }
    RowShape sorted = new RowShape(shape.table(), names, identity, shape.full());
    Layout made =
        new Layout(
            shape, known != null && known.shape().equals(sorted) ? known.shape() : sorted, order);
    layouts.put(shape.oid(), made);
    return made;
  }
}
