package dev.daybreak.proxy.wire;

/**
 * Type bytes and codes of the protocol (PostgreSQL manual, sections 55.7 and 55.8). Some bytes mean
 * one thing from the client and another from the server.
 */
public final class Wire {
  /** Type byte and length. */
  public static final int HEADER = 5;

  /** No frame is larger: the server's own limit. */
  public static final int LENGTH_MAX = 0x3fffffff;

  public static final int PROTOCOL_3_0 = 196608;

  /** The newest minor version of protocol 3 that is spoken with clients. */
  public static final int MINOR_MAX = 2;

  public static final int SSL_REQUEST = 80877103;
  public static final int GSSENC_REQUEST = 80877104;
  public static final int CANCEL_REQUEST = 80877102;

  // From the client.
  public static final byte QUERY = 'Q';
  public static final byte PARSE = 'P';
  public static final byte BIND = 'B';
  public static final byte EXECUTE = 'E';
  public static final byte DESCRIBE = 'D';
  public static final byte CLOSE = 'C';
  public static final byte SYNC = 'S';
  public static final byte FLUSH = 'H';
  public static final byte FUNCTION_CALL = 'F';
  public static final byte TERMINATE = 'X';
  public static final byte PASSWORD = 'p';
  public static final byte COPY_DATA = 'd';
  public static final byte COPY_DONE = 'c';
  public static final byte COPY_FAIL = 'f';

  // From the server.
  public static final byte AUTHENTICATION = 'R';
  public static final byte PARAMETER_STATUS = 'S';
  public static final byte BACKEND_KEY = 'K';
  public static final byte READY = 'Z';
  public static final byte ERROR = 'E';
  public static final byte NOTICE = 'N';
  public static final byte NOTIFICATION = 'A';
  public static final byte DATA_ROW = 'D';
  public static final byte PARSE_COMPLETE = '1';
  public static final byte CLOSE_COMPLETE = '3';
  public static final byte COMMAND_COMPLETE = 'C';
  public static final byte COPY_IN = 'G';
  public static final byte NEGOTIATE_VERSION = 'v';

  // Authentication requests.
  public static final int AUTH_OK = 0;
  public static final int AUTH_CLEARTEXT = 3;
  public static final int AUTH_MD5 = 5;
  public static final int AUTH_SASL = 10;
  public static final int AUTH_SASL_CONTINUE = 11;
  public static final int AUTH_SASL_FINAL = 12;

  private Wire() {}
}
