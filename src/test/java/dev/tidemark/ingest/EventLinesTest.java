package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLinesTest {

  @Test
  void blankLinesAreCountedButNotGiven() throws Exception {
    assertThat(ndjson("\uFEFF{1}\r\n\n \t\r\n{2}\n\n{3}"))
        .containsExactly("1 " + "{1}\r", "4 {2}", "6 {3}");
    assertThat(ndjson("")).isEmpty();
    assertThat(ndjson("\n\n")).isEmpty();
    assertThat(ndjson("\uFEFF\n{2}\n")).containsExactly("2 {2}");
  }

  @Test
  void linesThatAreTooLongAreSkippedToTheirEnd() throws Exception {
    String fits = "x".repeat(EventLines.MAX_BYTES);
    for (int over : new int[] {1, EventLines.MAX_BYTES - 1, EventLines.MAX_BYTES, 5_000_000}) {
      List<String> lines =
          ndjson("a\n" + fits + "x".repeat(over) + "\n" + fits + "\nb\n" + fits + "xx");
      assertThat(lines).hasSize(5);
      assertThat(lines.get(0)).isEqualTo("1 a");
      assertThat(lines.get(1)).startsWith("2 ! the line is longer than 65536 bytes");
      assertThat(lines.get(2)).isEqualTo("3 " + fits);
      assertThat(lines.get(3)).isEqualTo("4 b");
      assertThat(lines.get(4)).startsWith("5 !");
    }
  }

  @Test
  void invalidUtf8IsReportedAndTheNextLineRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\uFFFD é\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(
        new byte[] {
          'a', (byte) 0xC3, 0x28, '\n', 'b', '\n', (byte) 0xED, (byte) 0xA0, (byte) 0x80
        });

    assertThat(read(EventLines.ndjson(new ByteArrayInputStream(bytes.toByteArray()))))
        .containsExactly(
            "1 \uFFFD é",
            "2 ! the line is not valid UTF-8",
            "3 b",
            "4 ! the line is not valid UTF-8");
  }

  @Test
  void howTheBytesArriveDoesNotMatter() throws Exception {
    String text = "{\"a\":1}\n\nö".repeat(40_000);
    List<String> whole = ndjson(text);
    InputStream drops =
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 7));
          }
        };

    assertThat(read(EventLines.ndjson(drops))).isEqualTo(whole).hasSize(40_001);
  }

  @Test
  void anInputThatFailsIsNoLine() throws Exception {
    EventLines lines =
        EventLines.ndjson(
            new SequenceInputStream(
                new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.UTF_8)),
                new InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new IOException("gone");
                  }
                }));

    assertThat(lines.next()).isEqualTo(new EventLine.Text(1, "a"));
    assertThatThrownBy(lines::next).isInstanceOf(IOException.class).hasMessage("gone");
  }

  @Test
  void elementsOfAnArrayAreNumberedFromOne() throws Exception {
    assertThat(array(" [ {\"a\":[1,\"x\",null,true,1.5,99999999999]} ,2,\n{}] "))
        .containsExactly("1 {\"a\":[1,\"x\",null,true,1.5,99999999999]}", "2 2", "3 {}");
    assertThat(array("[]")).isEmpty();
  }

  @Test
  void brokenSyntaxEndsAnArrayWithOneErrorThatNamesThePlace() throws Exception {
    assertThat(array("[{\"a\":1},\n{\"b\" 2},{\"c\":3}]"))
        .containsExactly(
            "1 {\"a\":1}",
            "2 ! the array is no valid JSON at line 2, column 6; nothing after it was read");
    assertThat(array("[{\"a\":1}"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("2 ! the array is no valid");
    assertThat(array("[1] 2")).hasSize(2).last().asString().contains("something follows");
    assertThat(array("{}"))
        .singleElement()
        .asString()
        .contains("a JSON array of events is expected");
    assertThat(array("")).singleElement().asString().contains("a JSON array of events is expected");
    assertThat(array("[" + "[".repeat(500))).singleElement().asString().startsWith("1 !");
  }

  @Test
  void bytesThatAreNoTextEndAnArrayAsBrokenSyntaxDoes() throws Exception {
    for (String hex :
        List.of("0000feff611f676e", "0000fffe", "feff", "000000", "0000005b00110000")) {
      EventLines lines = EventLines.array(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
      assertThat(lines.next()).as(hex).isInstanceOf(EventLine.Unreadable.class);
      assertThat(lines.next()).as(hex).isNull();
    }
  }

  @Test
  void anElementThatIsTooLongOrHasAKeyTwiceIsSkipped() throws Exception {
    String longElement = "{\"a\":[" + "1,".repeat(2_000_000) + "1]}";
    List<String> elements = array("[" + longElement + ",{\"a\":1,\"a\":2},7]");

    assertThat(elements).hasSize(3);
    assertThat(elements.get(0)).startsWith("1 ! the element is longer than 65536 bytes");
    assertThat(elements.get(1)).isEqualTo("2 ! a key stands in the element twice");
    assertThat(elements.get(2)).isEqualTo("3 7");
    assertThat(array("[\"" + "x".repeat(70_000) + "\"]"))
        .singleElement()
        .asString()
        .startsWith("1 !");
  }

  @Test
  void anArrayOfVeryManyOrLongFieldNamesEnds() throws Exception {
    StringBuilder many = new StringBuilder("[{\"n\":1}");
    for (int i = 0; i < 5_000; i++) {
      many.append(",{\"n").append(i).append("\":1}");
    }

    List<String> elements = array(many + ",7]");
    assertThat(elements).hasSize(5_001);
    assertThat(elements.get(4_999)).isEqualTo("5000 {\"n4998\":1}");
    assertThat(elements.get(5_000))
        .isEqualTo("5001 ! the array holds more than 5,000 field names; nothing after it was read");
    assertThat(array("[{\"" + "x".repeat(1_001) + "\":1},7]"))
        .singleElement()
        .asString()
        .startsWith("1 ! the array holds a text of more than");
  }

  private static List<String> ndjson(String text) throws IOException {
    return read(EventLines.ndjson(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<String> array(String text) throws IOException {
    return read(EventLines.array(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<String> read(EventLines lines) throws IOException {
    List<String> all = new ArrayList<>();
    EventLine line;
    while ((line = lines.next()) != null) {
      if (line instanceof EventLine.Text text) {
        all.add(text.number() + " " + text.json());
      } else if (line instanceof EventLine.Element element) {
        all.add(element.number() + " " + element.json());
      } else {
        all.add(line.number() + " ! " + ((EventLine.Unreadable) line).error());
      }
    }
    return all;
  }
}
