package dev.tidemark.cli.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What a bad disk does. */
final class BitFlips {

  /** The rows come first in a file: damage behind them is noticed when it is opened. */
  private static final int ROWS = 10;

  private BitFlips() {}

  /** Flips a bit in the first tenth of one of RocksDB's files of rows. */
  static void inRows(Path folder, Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(file -> file.toString().endsWith(".sst")).sorted().toList();
    }
    if (files.isEmpty()) {
      return;
    }
    Path file = files.get(random.nextInt(files.size()));
    byte[] octets = Files.readAllBytes(file);
    octets[random.nextInt(octets.length / ROWS)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    Files.write(file, octets);
  }
}
