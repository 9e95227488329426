package org.hillock.backend;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a file of the cache consists of: a mark that names the format, a SHA-256 over everything
 * that the file must fit (kind, key and content), and the content.
 */
final class CacheFile {

  private static final byte[] MARK = "HILLOCK1".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MARK.length + 32;

  private CacheFile() {}

  /** The name of the file of a key: its SHA-256. */
  static String name(String key) {
    return HexFormat.of().formatHex(sha256().digest(key.getBytes(StandardCharsets.UTF_8)));
  }

  /** A whole file. */
  static byte[] encode(String kind, String key, byte[] content) {
    return ByteBuffer.allocate(HEADER + content.length)
        .put(MARK)
        .put(digest(kind, key, content))
        .put(content)
        .array();
  }

  /** The content of a file; empty when it is damaged, of another key or of another format. */
  static Optional<byte[]> decode(String kind, String key, byte[] file) {
    if (file.length < HEADER || !Arrays.equals(file, 0, MARK.length, MARK, 0, MARK.length)) {
      return Optional.empty();
    }
    byte[] digest = Arrays.copyOfRange(file, MARK.length, HEADER);
    byte[] content = Arrays.copyOfRange(file, HEADER, file.length);
    return MessageDigest.isEqual(digest, digest(kind, key, content))
        ? Optional.of(content)
        : Optional.empty();
  }

  /** Each part behind its length, so that none can pass for a piece of another. */
  private static byte[] digest(String kind, String key, byte[] content) {
    MessageDigest digest = sha256();
    for (byte[] part :
        new byte[][] {
          kind.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8), content
        }) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
      digest.update(part);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
