package dev.tidemark.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a data folder to one owner on this machine. The operating system gives the lock back when
 * its process ends, however it ends, so a file left behind blocks nobody.
 */
final class FolderLock implements AutoCloseable {

  static final String FILE = "broker.lock";

  // Closing any channel of a file drops the whole process's lock on it (POSIX), so this process
  // must not even open the file a second time to find out.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  // Far behind the pid: where locks are mandatory (Windows), others can still read who holds it.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the folder, which must exist.
   *
   * @throws BrokerException if somebody has it, naming the process
   */
  static FolderLock take(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw inUse(folder, String.valueOf(ProcessHandle.current().pid()));
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              real.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw inUse(folder, Files.readString(real.resolve(FILE)).strip());
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(real, channel);
    } catch (IOException | RuntimeException e) {
      HELD.remove(real);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static BrokerException inUse(Path folder, String pid) {
    return new BrokerException(
        "data folder "
            + folder
            + " is already in use by process "
            + (pid.isEmpty() ? "(unknown)" : pid)
            + "; stop it first, or give another folder");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(folder);
    }
  }
}
