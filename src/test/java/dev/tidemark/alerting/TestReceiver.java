package dev.tidemark.alerting;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A real HTTP server on loopback that keeps what it is sent and answers as it is told. */
public final class TestReceiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Reply> replies = request -> Reply.status(200);

  /** A request. */
  public record Received(Headers headers, byte[] body) {
    public String text() {
      return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** An answer: a body of -1 bytes never comes to an end. */
  public record Reply(int status, Map<String, String> headers, int bodyBytes) {
    public static Reply status(int status, String... headers) {
      return new Reply(status, headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]), 0);
    }
  }

  public TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  public void reply(Function<Received, Reply> with) {
    replies = with;
  }

  public void reply(int status) {
    replies = request -> Reply.status(status);
  }

  public List<Received> received() {
    return received;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Received request =
          new Received(exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
      received.add(request);
      Reply reply = replies.apply(request);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      if (reply.bodyBytes() == 0) {
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(reply.status(), 0);
      byte[] piece = new byte[1024];
      for (int sent = 0; reply.bodyBytes() < 0 || sent < reply.bodyBytes(); sent += piece.length) {
        exchange.getResponseBody().write(piece);
        exchange.getResponseBody().flush();
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
