package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandingsCommandTest {

  private static final String ROWS =
      """
      {"period":"2026-03","board":"casi","method":"v1","asOf":"2026-03-20T10:00:00Z","standings":[
      {"rank":1,"model":"a","displayName":"@|x y|@ @|green z|@ \\u001b[2J\\u009b2J\\u202e %s",
      "casi":{"score":80.5,"low":70,"high":91,"conclusive":60},"performance":null,"rtp":null,
      "cos":1.5,"status":"FINAL"},
      {"rank":null,"model":"b","displayName":null,
      "casi":{"score":null,"low":null,"high":null,"conclusive":0},"performance":12.25,"rtp":null,
      "cos":null,"status":"PROVISIONAL"}]}
      """;

  @Test
  void namesAreShownAsTheyAreAndObeyedByNobody() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/standings",
        exchange -> {
          byte[] answer = ROWS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      // When
      Run run = Run.of("standings", "--url", "http://127.0.0.1:" + server.getAddress().getPort());

      // Then
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .isEqualTo(
              """
              2026-03  board casi  method v1  as of 2026-03-20T10:00:00Z
              RANK   MODEL                                       CASI     95 % INTERVAL    PERF    RTP     COS      ATTEMPTS  STATUS
              1      @|x y|@ @|green z|@ ?[2J?2J? %s             80.50    70.00 - 91.00                    1.50     60        FINAL
                     b                                                                     12.3                     0         PROVISIONAL
              """);
    } finally {
      server.stop(0);
    }
  }
}
