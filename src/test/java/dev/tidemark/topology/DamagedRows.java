package dev.tidemark.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Rows of RocksDB on a disk that has lost a bit. */
final class DamagedRows {

  private DamagedRows() {}

  /**
   * Flips a bit in each file of a store that is closed.
   *
   * @param folder holds stores, however deep
   * @param part where in the file, from 0 to 1; rows come first
   * @return how many files
   */
  static int flip(Path folder, String store, double part) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.getParent().endsWith(store))
              .filter(file -> file.toString().endsWith(".sst"))
              .toList();
    }
    for (Path file : files) {
      byte[] octets = Files.readAllBytes(file);
      octets[(int) (part * octets.length)] ^= 1;
      Files.write(file, octets);
    }
    return files.size();
  }
}
