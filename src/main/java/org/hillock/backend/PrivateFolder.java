package org.hillock.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folders that only the user may write to: a driver runs what is read from them. Elsewhere than on
 * POSIX file systems that is left to where the folder lies.
 */
final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static @Nullable UserPrincipal user;

  private PrivateFolder() {}

  /** Creates a folder, and those above it, unless it is there. */
  static void create(Path folder) throws IOException {
    // Asked first: on older JDKs, creating takes offence at a symbolic link to a folder.
    if (Files.isDirectory(folder)) {
      return;
    }
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } else {
      Files.createDirectories(folder);
    }
  }

  /** What is wrong with a folder that is there; empty when nothing. */
  static String objection(Path folder) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view == null) {
      return "";
    }
    PosixFileAttributes attributes = view.readAttributes();
    if (!attributes.owner().equals(user())) {
      return "%s belongs to %s, not to %s".formatted(folder, attributes.owner(), user());
    }
    Set<PosixFilePermission> allowed = attributes.permissions();
    return allowed.contains(PosixFilePermission.GROUP_WRITE)
            || allowed.contains(PosixFilePermission.OTHERS_WRITE)
        ? "others may write to %s (%s)".formatted(folder, PosixFilePermissions.toString(allowed))
        : "";
  }

  /** The owner of what this process creates; a user may have no name that could be looked up. */
  private static synchronized UserPrincipal user() throws IOException {
    UserPrincipal known = user;
    if (known == null) {
      Path mine = Files.createTempFile("hillock", null);
      try {
        known = Files.getOwner(mine);
      } finally {
        Files.deleteIfExists(mine);
      }
      user = known;
    }
    return known;
  }
}
