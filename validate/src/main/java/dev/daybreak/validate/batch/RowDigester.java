package dev.daybreak.validate.batch;

import dev.daybreak.validate.core.Digest;
import dev.daybreak.validate.core.Hasher;
import dev.daybreak.validate.core.RowEncoder;
import dev.daybreak.validate.core.ValueForm;

/** Turns rows of one table into a key and a digest. Buffers are reused; for one thread. */
final class RowDigester {
  private final ValueForm[] forms;
  private final int[] key;
  private final Hasher keyHasher = new Hasher();
  private final Hasher rowHasher = new Hasher();
  private final RowEncoder keyEncoder = new RowEncoder();
  private final RowEncoder rowEncoder = new RowEncoder();

  RowDigester(TablePlan plan) {
    forms = plan.columns().stream().map(ColumnShape::form).toArray(ValueForm[]::new);
    key = plan.key().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Digests a row; read the results from {@link #key()} and {@link #row()}. */
  void digest(CopyRow row) {
    rowEncoder.begin();
    for (int i = 0; i < forms.length; i++) {
      put(rowEncoder, row, i);
    }
    rowEncoder.hashStrict(rowHasher);
    if (key.length == 0) {
      rowEncoder.hashSemantic(keyHasher);
      return;
    }
    digestKey(row);
  }

  /** Digests the key alone; of a table without key nothing less than the row will do. */
  void digestKey(CopyRow row) {
    if (key.length == 0) {
      digest(row);
      return;
    }
    keyEncoder.begin();
    for (int column : key) {
      put(keyEncoder, row, column);
    }
    keyEncoder.fingerprint(keyHasher);
  }

  Hasher row() {
    return rowHasher;
  }

  Hasher key() {
    return keyHasher;
  }

  /** The semantic digest of the row digested last. */
  Digest semantic() {
    Hasher hasher = new Hasher();
    rowEncoder.hashSemantic(hasher);
    return hasher.value();
  }

  private void put(RowEncoder encoder, CopyRow row, int column) {
    if (row.isNull(column)) {
      encoder.nil(forms[column]);
    } else {
      encoder.value(forms[column], row.bytes(), row.start(column), row.length(column));
    }
  }
}
