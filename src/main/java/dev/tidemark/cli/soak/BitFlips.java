package dev.tidemark.cli.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a bad disk does. */
final class BitFlips {

  private BitFlips() {}

  /** Flips a bit in the first half of one of RocksDB's files of rows: there the rows are. */
  static void inRows(Path folder, Random random) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
    if (files.isEmpty()) {
      return;
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] octets = Files.readAllBytes(file);
    if (octets.length > 1) { // a crash leaves empty ones
      octets[random.nextInt(octets.length / 2)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      Files.write(file, octets);
    }
  }
}
