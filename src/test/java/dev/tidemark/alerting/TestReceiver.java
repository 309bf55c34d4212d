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
final class TestReceiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Reply> replies = request -> Reply.status(200);

  /** A request. */
  record Received(Headers headers, byte[] body) {
    String text() {
      return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** An answer: a body of -1 bytes never comes to an end. */
  record Reply(int status, Map<String, String> headers, int bodyBytes) {
    static Reply status(int status, String... headers) {
      return new Reply(status, headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]), 0);
    }
  }

  TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  void reply(Function<Received, Reply> with) {
    replies = with;
  }

  void reply(int status) {
    replies = request -> Reply.status(status);
  }

  List<Received> received() {
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
