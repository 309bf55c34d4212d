package dev.tidemark.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What publishing does about a service that goes away before it has answered once. */
@Timeout(60)
class PublishAgainTest {

  private static final String REPORT =
      "{\"accepted\":1,\"rejected\":[],\"rejectedTotal\":0,\"warnings\":[]}";

  @TempDir private Path folder;

  @Test
  void aServiceThatBreaksOffIsTriedAgain() throws Exception {
    try (ServerSocket service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      new Thread(() -> breakOffAndAnswer(service)).start();
      Run run = publish(service.getLocalPort());
      assertThat(run.err()).contains("gave no answer", "trying again");
      assertThat(run.out()).contains("1 accepted, 0 rejected");
      assertThat(run.exitCode()).isZero();
    }
  }

  @Test
  void aServiceThatIsNotThereIsNotWaitedFor() throws Exception {
    int free;
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = nobody.getLocalPort();
    }
    Run run = publish(free);
    assertThat(run.err()).contains("nothing answers at").doesNotContain("trying again");
    assertThat(run.exitCode()).isOne();
  }

  private Run publish(int port) throws IOException {
    Path file = Files.writeString(folder.resolve("one.ndjson"), "{}\n");
    return Run.of("publish", "--url", "http://localhost:" + port, file.toString());
  }

  private static void breakOffAndAnswer(ServerSocket service) {
    try {
      try (Socket broken = service.accept()) {
        readRequest(broken);
      }
      try (Socket answered = service.accept()) {
        readRequest(answered);
        String answer =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s";
        answered
            .getOutputStream()
            .write(answer.formatted(REPORT.length(), REPORT).getBytes(US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Up to the body's one line. */
  private static void readRequest(Socket socket) throws IOException {
    BufferedReader request =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    while (!request.readLine().isEmpty()) {
      // headers
    }
    assertThat(request.read()).isEqualTo('{');
  }
}
