package org.hillock.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hillock.op.Activation;
import org.hillock.op.Direction;
import org.junit.jupiter.api.Test;

/** What parent and child say to each other: in memory, and through a process. */
class ChildTest {

  private static final Task TASK = task(Activation.values()[0].name(), Direction.FORWARD);

  private static Task task(String op, Direction direction) {
    return new Task(op, direction, 1, 100);
  }

  private static List<Reply> answers(Request... requests) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Request request : requests) {
      lines.append(Wire.line(request)).append('\n');
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Child.serve(
        FakeDriver::new,
        2,
        new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8)),
        out);
    List<Reply> replies = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.US_ASCII).lines().toList()) {
      if (Wire.isMessage(line)) {
        replies.add(Wire.message(line, Reply.class));
      }
    }
    assertThat(replies).hasSize(requests.length);
    return replies;
  }

  private static Request ask(Request.Kind kind) {
    return new Request(kind, null);
  }

  @Test
  void aTaskIsPreparedRunAndJudged() throws IOException {
    List<Reply> replies =
        answers(
            ask(Request.Kind.START),
            new Request(Request.Kind.ERROR, TASK),
            new Request(Request.Kind.PREPARE, TASK),
            ask(Request.Kind.RUN),
            ask(Request.Kind.RELEASE));
    assertThat(replies.get(0)).isEqualTo(Reply.version("Fäke, threads: 2"));
    assertThat(replies.get(1).error().maxUlp()).isBetween(0.0, 0.5);
    assertThat(replies.get(1).error().elements()).isGreaterThan(100_000);
    assertThat(replies.get(2)).isEqualTo(Reply.place(ResultPlace.ALLOCATED));
    assertThat(replies.get(3).nanos()).isPositive();
    assertThat(replies.get(4)).isEqualTo(Reply.done());
  }

  @Test
  void whatIsMissingOrFailsIsAnAnswerToo() throws IOException {
    List<Reply> replies =
        answers(
            ask(Request.Kind.RUN),
            ask(Request.Kind.START),
            ask(Request.Kind.RUN),
            new Request(Request.Kind.PREPARE, task("SOFTMAX", Direction.FORWARD)),
            new Request(Request.Kind.PREPARE, task(TASK.op(), Direction.BACKWARD)),
            ask(Request.Kind.PREPARE));
    assertThat(replies.get(0).failure()).contains("nothing was prepared");
    assertThat(replies.get(2).failure()).contains("nothing was prepared");
    assertThat(replies.get(3)).isEqualTo(Reply.missing("no softmax at all"));
    assertThat(replies.get(4).failure()).contains("IllegalStateException: broken");
    assertThat(replies.get(5).failure()).contains("PREPARE needs a task");
  }

  private static PeerProcess process(String main, String argument) throws PeerException {
    return PeerProcess.start(
        "fake",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main,
            argument),
        List.of("OMP_NUM_THREADS=1"));
  }

  @Test
  void throughAProcessThatPrintsWhatItLikes() throws PeerException, MissingException {
    try (PeerProcess process = process(FakeDriver.class.getName(), "1")) {
      assertThat(process.ask(Request.Kind.START, null).version()).isEqualTo("Fäke, threads: 1");
      assertThat(process.ask(Request.Kind.PREPARE, TASK).place()).isEqualTo(ResultPlace.ALLOCATED);
      assertThat(process.ask(Request.Kind.RUN, null).nanos()).isPositive();
      assertThatThrownBy(() -> process.ask(Request.Kind.ERROR, task("SOFTMAX", Direction.FORWARD)))
          .isInstanceOf(MissingException.class)
          .hasMessage("no softmax at all");
      assertThatThrownBy(() -> process.ask(Request.Kind.ERROR, task("?", Direction.BACKWARD)))
          .isInstanceOf(MissingException.class);
      assertThat(process.isAlive()).isTrue();
    }
  }

  @Test
  void lastWordsOfAProcessThatEnds() throws PeerException {
    try (PeerProcess process = process(FakeDriver.class.getName(), "13")) {
      assertThatThrownBy(() -> process.ask(Request.Kind.START, null))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("its process ended with status 3")
          .hasMessageContaining("no luck");
      assertThatThrownBy(() -> process.ask(Request.Kind.START, null))
          .isInstanceOf(PeerException.class);
    }
  }

  @Test
  void aProcessThatDoesNotStart() throws PeerException {
    try (PeerProcess process = process("org.hillock.Nothing", "1")) {
      assertThatThrownBy(() -> process.ask(Request.Kind.START, null))
          .isInstanceOf(PeerException.class)
          .hasMessageContaining("org.hillock.Nothing");
    }
  }
}
