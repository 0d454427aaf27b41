package dev.daybreak.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static TablePlan table(long pages, boolean ranged) {
    return new TablePlan(
        new TableId("S", "t\"x"), List.of("a\"b", "c"), true, false, ranged, pages, 0);
  }

  @Test
  void chunksCoverEveryPageOnceAndTheLastOneIsOpen() {
    for (long pages : new long[] {0, 1, 7, 8, 9, 100, 1_000_003}) {
      List<Chunk> chunks = Chunk.cut(table(pages, true), 8 * TablePlan.PAGE_BYTES);
      long next = 0;
      for (Chunk chunk : chunks) {
        assertThat(chunk.firstPage()).isEqualTo(next);
        next = chunk.endPage();
      }
      assertThat(next).isEqualTo(Chunk.OPEN);
      assertThat(chunks.stream().mapToLong(Chunk::pages).sum()).isEqualTo(pages);
    }
  }

  @Test
  void tablesThatCannotBeReadByRangeStayWhole() {
    List<Chunk> chunks = Chunk.cut(table(1_000, false), TablePlan.PAGE_BYTES);
    assertThat(chunks).hasSize(1);
    assertThat(chunks.get(0).table().out(chunks.get(0)))
        .isEqualTo("COPY \"S\".\"t\"\"x\" (\"a\"\"b\", \"c\") TO STDOUT WITH (FORMAT binary)");
  }

  @Test
  void rangesNameTheirEnds() {
    List<Chunk> chunks = Chunk.cut(table(20, true), 8 * TablePlan.PAGE_BYTES);
    assertThat(chunks).hasSize(2);
    assertThat(chunks.get(0).condition())
        .isEqualTo(" WHERE ctid >= '(0,0)'::tid AND ctid < '(8,0)'::tid");
    assertThat(chunks.get(1).condition()).isEqualTo(" WHERE ctid >= '(8,0)'::tid");
  }
}
