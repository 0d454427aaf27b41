package dev.daybreak.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One random session: frames that are right, in any order, some of them mutated, cut short or with
 * another length. Reads what comes and then leaves; the other side must hang up in turn.
 */
final class FuzzClient {
  private static final int HANG_MILLIS = 60_000;
  private static final Pattern TAG = Pattern.compile("fuzz-(\\d+)-");
  private static final byte[] START =
      "user\0fuzz_client\0database\0app\0application_name\0fuzz\0\0".getBytes(UTF_8);
  private final int port;
  private final int number;
  private final Random random;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  FuzzClient(int port, int number, long seed) {
    this.port = port;
    this.number = number;
    this.random = new Random(seed);
  }

  void run() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      try {
        talk(socket);
        socket.shutdownOutput();
      } catch (SocketException e) {
        return; // The other side has hung up, as it may.
      }
      socket.setSoTimeout(HANG_MILLIS);
      drain(socket.getInputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("session " + number + " hangs", e);
    }
    onlyOwnBytes();
  }

  private void talk(Socket socket) throws IOException {
    byte[] start = packet(196608 + (random.nextInt(10) == 0 ? 2 : 0), START);
    boolean early = random.nextInt(5) == 0;
    socket.getOutputStream().write(early ? mutated(start) : start);
    int turns = early ? 1 : 1 + random.nextInt(4);
    for (int i = 0; i < turns; i++) {
      ByteArrayOutputStream burst = new ByteArrayOutputStream();
      int frames = 1 + random.nextInt(6);
      for (int k = 0; k < frames; k++) {
        byte[] frame = frame();
        burst.write(random.nextInt(8) == 0 ? mutated(frame) : frame);
      }
      socket.getOutputStream().write(burst.toByteArray());
      listen(socket);
    }
  }

  private void listen(Socket socket) throws IOException {
    socket.setSoTimeout(1 + random.nextInt(15));
    try {
      drain(socket.getInputStream());
    } catch (SocketTimeoutException e) {
      // Enough heard.
    }
  }

  private void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 14];
    try {
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        received.write(buffer, 0, read);
      }
    } catch (SocketException e) {
      // Hung up.
    }
  }

  private void onlyOwnBytes() {
    String text = received.toString(ISO_8859_1);
    assertThat(text).doesNotContain("honest");
    Matcher tags = TAG.matcher(text);
    while (tags.find()) {
      assertThat(tags.group(1)).isEqualTo(Integer.toString(number));
    }
  }

  private byte[] mutated(byte[] frame) {
    byte[] mutated = frame.clone();
    switch (random.nextInt(4)) {
      case 0 -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutated = java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length));
      case 2 -> {
        for (int i = 0; i < 4; i++) {
          mutated[Math.min(i + 1, mutated.length - 1)] = (byte) random.nextInt(256);
        }
      }
      default -> random.nextBytes(mutated);
    }
    return mutated;
  }

  private byte[] frame() throws IOException {
    String name = random.nextBoolean() ? "" : "s" + random.nextInt(3);
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> typed('Q', sql());
      case 3 -> typed('P', name, sql(), (short) 0);
      case 4, 5 -> typed('B', portal(), name, (short) 0, (short) 0, (short) 0);
      case 6 -> typed('E', portal(), random.nextInt(3));
      case 7 -> typed('D', random.nextBoolean() ? 'S' : 'P', name);
      case 8 -> typed('C', random.nextBoolean() ? 'S' : 'P', name);
      case 9 -> typed('H');
      case 10 -> typed('F', 1598, (short) 0, (short) 0, (short) 1);
      case 11 -> typed(random.nextBoolean() ? 'c' : 'd', "1\n");
      default -> typed('S');
    };
  }

  private String portal() {
    return random.nextInt(3) == 0 ? "p" : "";
  }

  private String sql() {
    String tag = "'fuzz-" + number + "-" + random.nextInt(1000) + "'";
    String[] texts = {
      "SELECT " + tag,
      "SELECT " + tag + ", repeat(" + tag + ", 2000) FROM generate_series(1, 200)",
      "SELECT 1/0, " + tag,
      "BEGIN",
      "BEGIN READ ONLY",
      "COMMIT",
      "ROLLBACK",
      "SELECT " + tag + "; SELECT 1/0; SELECT 2",
      "SET my.tag = " + tag,
      "SHOW my.tag",
      "COPY (SELECT " + tag + " FROM generate_series(1, 500)) TO STDOUT",
      "CREATE TEMP TABLE IF NOT EXISTS f (v text)",
      "COPY f FROM STDIN",
      "DO $$BEGIN RAISE NOTICE " + tag.replace("'", "$x$").replace("$x$", "'") + "; END$$",
      "PREPARE q AS SELECT " + tag,
      "DISCARD ALL",
      "LISTEN fuzz",
      "NOTIFY fuzz",
      "",
      "DECLARE c CURSOR WITH HOLD FOR SELECT " + tag,
      "SELECT pg_advisory_lock_shared(7)",
    };
    return texts[random.nextInt(texts.length)];
  }

  private static byte[] packet(int code, byte[] body) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(packet);
    out.writeInt(body.length + 8);
    out.writeInt(code);
    out.write(body);
    return packet.toByteArray();
  }

  private static byte[] typed(char type, Object... parts) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    for (Object part : parts) {
      if (part instanceof String text) {
        out.write(text.getBytes(UTF_8));
        out.writeByte(0);
      } else if (part instanceof Integer value) {
        out.writeInt(value);
      } else if (part instanceof Short value) {
        out.writeShort(value);
      } else {
        out.writeByte((Character) part);
      }
    }
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(frame);
    head.writeByte(type);
    head.writeInt(body.size() + 4);
    body.writeTo(head);
    return frame.toByteArray();
  }
}
