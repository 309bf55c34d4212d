package dev.tidemark.serving;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One connection of the stream. It holds no events, only how far in the log it has come: while its
 * write queue is full it waits, and what changes meanwhile it gets once, in its last form. All but
 * {@link #start} and {@link #wake} runs on the connection's own context.
 */
final class StreamClient {

  private static final Logger LOG = Logger.getLogger(StreamClient.class);

  /** Events of one turn on the event loop, 2 to 3 KB each: about what a write queue holds. */
  private static final int TURN = 24;

  /** In place of an id: the client has read the standings elsewhere and wants the news alone. */
  static final String NOW = "now";

  private static final long NONE = -1;
  private static final byte[] RETRY = "retry: 2000\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);

  private final StreamLog log;
  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Context context;
  private final StreamConfig config;
  private final Consumer<StreamClient> gone;
  private final AtomicBoolean woken = new AtomicBoolean();

  private long cursor;

  /** Newest event when the client came: once it has all up to here, it is told that it is ready. */
  private long mark;

  /** Removals up to here are nothing to a client that was told everything since. */
  private long fresh;

  private boolean started;
  private boolean ready;
  private boolean closed;
  private long heartbeat = NONE;
  private long stall = NONE;

  /**
   * A client that has been sent nothing yet.
   *
   * @param context the connection's
   * @param gone told when the client was given up
   */
  StreamClient(
      StreamLog log,
      HttpServerRequest request,
      Context context,
      StreamConfig config,
      Consumer<StreamClient> gone) {
    this.log = log;
    this.response = request.response();
    this.connection = request.connection();
    this.context = context;
    this.config = config;
    this.gone = gone;
  }

  /** Answers, and shows signs of life from then on; events wait for {@link #start}. */
  void open() {
    response.drainHandler(drained -> drained());
    heartbeat = context.owner().setPeriodic(config.heartbeat().toMillis(), beat -> beat());
    response.write(Buffer.buffer(RETRY));
  }

  /**
   * Begins to send events.
   *
   * @param lastEventId up to which the client knows everything; null or empty if it knows nothing,
   *     {@link #NOW} if it needs to be told nothing of before
   */
  void start(String lastEventId) {
    context.runOnContext(
        any -> {
          if (closed) {
            return;
          }
          started = true;
          Buffer opening = Buffer.buffer();
          mark = log.newest();
          if (lastEventId == null || lastEventId.isEmpty()) {
            fresh = mark;
          } else if (lastEventId.equals(NOW)) {
            cursor = mark;
          } else {
            OptionalLong known = log.resume(lastEventId);
            known.ifPresentOrElse(sequence -> cursor = sequence, () -> reset(opening));
          }
          if (opening.length() > 0) {
            response.write(opening);
          }
          send();
        });
  }

  /** There is something new in the log. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(any -> send());
    }
  }

  private void send() {
    woken.set(false);
    // A wake may come before the start, which says where this client goes on.
    if (!started || closed || stall != NONE) {
      return;
    }
    Buffer turn = Buffer.buffer();
    List<StreamEvent> events = log.after(cursor, TURN);
    // Asked after reading: what is remembered now was remembered then.
    if (log.forgotten() > Math.max(cursor, fresh)) {
      reset(turn);
      events = log.after(cursor, TURN);
    }
    for (StreamEvent event : events) {
      readyBefore(event.sequence(), turn);
      cursor = event.sequence();
      if (!event.removal() || cursor > fresh) {
        turn.appendBytes(event.frame());
      }
    }
    boolean more = events.size() == TURN;
    if (!more) {
      readyBefore(Long.MAX_VALUE, turn);
    }
    if (turn.length() > 0) {
      response.write(turn);
    }
    if (response.writeQueueFull()) {
      stall = context.owner().setTimer(config.patience().toMillis(), late -> abort());
    } else if (more) {
      // Another turn, so that other connections of this event loop get theirs.
      wake();
    }
  }

  private void readyBefore(long sequence, Buffer turn) {
    if (!ready && sequence > mark) {
      ready = true;
      turn.appendBytes(StreamEvent.frame(log.id(mark), "ready", "{}"));
    }
  }

  private void reset(Buffer turn) {
    cursor = 0;
    mark = log.newest();
    fresh = mark;
    ready = false;
    turn.appendBytes(StreamEvent.frame(log.id(0), "reset", "{}"));
  }

  private void drained() {
    if (stall != NONE) {
      context.owner().cancelTimer(stall);
      stall = NONE;
      send();
    }
  }

  private void beat() {
    if (!closed && stall == NONE && !response.writeQueueFull()) {
      response.write(Buffer.buffer(HEARTBEAT));
    }
  }

  /** The client takes nothing: whatever waits for it is dropped with the connection. */
  private void abort() {
    if (closed) {
      return;
    }
    LOG.infof("event=stream-client-closed reason=unread for=%s", config.patience());
    if (connection instanceof Http1xServerConnection http1) {
      // Vert.x, last in the pipeline, would flush first, which here never ends.
      http1.channel().pipeline().firstContext().close();
    } else {
      response.reset();
    }
    gone.accept(this);
  }

  /** The connection is gone, or given up. */
  void closed() {
    closed = true;
    context.owner().cancelTimer(heartbeat);
    context.owner().cancelTimer(stall);
  }
}
