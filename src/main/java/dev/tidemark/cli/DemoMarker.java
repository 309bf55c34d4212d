package dev.tidemark.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a folder of simulated data from one of real data, so that the two never mix: a file that is
 * there before the first simulated result is.
 */
final class DemoMarker {

  private static final String FILE = "simulated-data";
  private static final String TEXT =
      "Everything in this folder was made up by 'tidemark up --demo'. It can be deleted.\n";

  private DemoMarker() {}

  /**
   * Marks a new folder, or checks one that was used.
   *
   * @throws IOException if it holds the other kind of data; says so
   */
  static void check(DataFolder folder, boolean demo) throws IOException {
    Path marker = Path.of(folder.path(FILE));
    boolean marked = Files.exists(marker);
    if (marked && !demo) {
      throw new IOException(
          "%s holds the simulated data of --demo. Add --demo, or choose another folder with --data."
              .formatted(marker.getParent()));
    }
    if (demo && !marked) {
      if (Files.exists(Path.of(folder.path("kafka")))) {
        throw new IOException(
            "%s holds real data, to which --demo adds none. Choose another folder with --data."
                .formatted(marker.getParent()));
      }
      Files.writeString(marker, TEXT);
    }
  }
}
