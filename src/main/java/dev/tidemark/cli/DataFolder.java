package dev.tidemark.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that one running Tidemark keeps everything in; nobody else may use it meanwhile. */
final class DataFolder implements AutoCloseable {

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Makes the folder if it is missing and locks it.
   *
   * @throws IOException if it can't be used or another process holds it; says which
   */
  static DataFolder lock(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    Files.createDirectories(absolute);
    Path file = absolute.resolve("tidemark.lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
    if (lock == null) {
      channel.close();
      throw new IOException(
          "%s is in use by a running Tidemark (process %s). Stop it, or choose another folder with"
                  .formatted(absolute, Files.readString(file).trim())
              + " --data.");
    }
    channel.truncate(0);
    channel.write(
        ByteBuffer.wrap(
            Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
    return new DataFolder(absolute, channel);
  }

  String path(String child) {
    return folder.resolve(child).toString();
  }

  /** Gives the folder back. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
