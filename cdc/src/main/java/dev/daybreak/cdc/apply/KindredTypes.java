package dev.daybreak.cdc.apply;

/**
 * Types whose values have the same text, so that one may take the other's: a column that somebody
 * made wider, on the source or by decision on the target. On the way back an integer or a text may
 * not fit; the server refuses it then. Pure.
 */
final class KindredTypes {
  private static final long INT8 = 20;
  private static final long INT2 = 21;
  private static final long INT4 = 23;
  private static final long TEXT = 25;
  private static final long VARCHAR = 1043;
  private static final long NUMERIC = 1700;
  private static final int HEADER = 4;
  private static final int SCALE = 0xffff;

  private KindredTypes() {}

  /** Whether every value of the first type may go where the second is. */
  static boolean are(long type, int modifier, long otherType, int otherModifier) {
    if (type == otherType && (type == NUMERIC || type == VARCHAR)) {
      return isWider(type, modifier, otherModifier);
    }
    return isInteger(type) && isInteger(otherType) || isText(type) && isText(otherType);
  }

  /** Whether a column may become this without any of its values being cut. */
  static boolean grows(long type, int modifier, long nextType, int nextModifier) {
    if (type == nextType) {
      return modifier == nextModifier || are(type, modifier, nextType, nextModifier);
    }
    return type == VARCHAR && nextType == TEXT
        || isInteger(type) && isInteger(nextType) && (nextType == INT8 || type == INT2);
  }

  /** Digits after the point decide on a number's text, so that many there must be. */
  private static boolean isWider(long type, int modifier, int otherModifier) {
    if (modifier == otherModifier || type == VARCHAR && otherModifier < 0) {
      return true;
    }
    if (modifier < 0 || otherModifier < 0) {
      return false;
    }
    boolean sameScale = ((modifier - HEADER) & SCALE) == ((otherModifier - HEADER) & SCALE);
    return otherModifier > modifier && (type == VARCHAR || sameScale);
  }

  private static boolean isInteger(long type) {
    return type == INT2 || type == INT4 || type == INT8;
  }

  private static boolean isText(long type) {
    return type == TEXT || type == VARCHAR;
  }
}
