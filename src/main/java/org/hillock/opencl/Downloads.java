package org.hillock.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hillock.backend.DeviceException;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;

/**
 * Copies to the host that nobody waits for yet. They are queued like all else, into native memory,
 * since Java's own may not be touched behind a call's back. A thread waits for one after the other,
 * as they were queued; it is not kept when there are none. (Drivers offer to call back instead,
 * from threads of their own, each in its own way.) Futures are completed by the common pool, so
 * that what a user hangs on to them holds up nothing here.
 */
final class Downloads {

  /** A download of more is cut, so that its beginning is copied on while the rest arrives. */
  private static final int FLOATS_PER_PIECE = 1 << 22;

  private static final long IDLE_SECONDS = 1;

  private final Engine engine;
  private final ThreadPoolExecutor waiting;

  Downloads(Engine engine) {
    this.engine = engine;
    waiting =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "hillock-downloads-" + engine.device().description().id());
              thread.setDaemon(true);
              return thread;
            });
    waiting.allowCoreThreadTimeOut(true);
  }

  /**
   * Queues a download; called inside {@link Engine#run}, with a use of the memory begun that ends
   * with it, whatever becomes of it.
   */
  CompletableFuture<float[]> start(Queue queue, Span span, int length) {
    Download download = new Download(queue, span.memory(), length);
    try {
      download.queue(span);
      CompletableFuture<float[]> result = new CompletableFuture<>();
      waiting.execute(() -> download.await(result));
      return result;
    } catch (RuntimeException | OutOfMemoryError e) {
      queue.finishQuietly();
      download.release();
      throw e;
    }
  }

  /** Waits until all are there; called when the queue is empty, and nothing is released yet. */
  void close() {
    if (waiting.getTaskCount() > 0) {
      CompletableFuture.runAsync(() -> {}, waiting).join();
    }
    waiting.shutdown();
  }

  /** One download: its pieces, in their order. */
  private final class Download {

    private final Queue queue;
    private final Memory memory;
    private final int length;
    private final List<Piece> pieces = new ArrayList<>();

    Download(Queue queue, Memory memory, int length) {
      this.queue = queue;
      this.memory = memory;
      this.length = length;
    }

    void queue(Span span) {
      for (int at = 0; length - at > 0; at += FLOATS_PER_PIECE) {
        ByteBuffer bytes = room(Math.min(FLOATS_PER_PIECE, length - at) * Sizeof.cl_float);
        cl_event arrived = new cl_event();
        memory.read(
            queue, span.behind(at).byteOffset(), bytes.capacity(), Pointer.to(bytes), arrived);
        pieces.add(new Piece(at, bytes, arrived));
      }
      queue.flush();
    }

    private ByteBuffer room(int bytes) {
      try {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
      } catch (OutOfMemoryError e) {
        throw new DeviceException(
            "no native memory to download %d bytes to (-XX:MaxDirectMemorySize allows more): %s"
                .formatted((long) length * Sizeof.cl_float, e.getMessage()),
            true,
            e);
      }
    }

    /** Waits for it, gives the memory back, and has the result completed. */
    void await(CompletableFuture<float[]> result) {
      float[] values;
      try {
        values = arrived();
      } catch (RuntimeException | OutOfMemoryError e) {
        queue.finishQuietly();
        release();
        result.completeAsync(
            () -> {
              throw e;
            });
        return;
      }
      queue.emptied();
      release();
      result.completeAsync(() -> values);
    }

    private float[] arrived() {
      float[] values = new float[length];
      for (Piece piece : pieces) {
        engine
            .calls()
            .check(
                "clWaitForEvents", () -> CL.clWaitForEvents(1, new cl_event[] {piece.arrived()}));
        piece
            .bytes()
            .asFloatBuffer()
            .get(values, piece.at(), piece.bytes().capacity() / Sizeof.cl_float);
      }
      return values;
    }

    void release() {
      for (Piece piece : pieces) {
        engine.calls().release("clReleaseEvent", () -> CL.clReleaseEvent(piece.arrived()));
      }
      memory.release();
    }
  }

  /** Elements from one on, where they arrive, and the event that tells that they have. */
  private record Piece(int at, ByteBuffer bytes, cl_event arrived) {}
}
