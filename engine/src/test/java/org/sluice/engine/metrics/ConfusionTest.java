package org.sluice.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class ConfusionTest {
  private static final int CLASSES = 4;

  private record Label(int actual, int predicted, int nats) {}

  @Test
  void figuresAreThoseOfTheirDefinitions() {
    Confusion confusion = new Confusion(3);
    confusion.add(0, 0, 3, 1.5);
    confusion.add(0, 1, 1);
    confusion.add(1, 0, 2, 1);
    confusion.add(1, 1, 0.5);
    assertThat(confusion.count()).isEqualTo(7);
    assertThat(confusion.count(0)).isEqualTo(4);
    assertThat(confusion.count(1, 0)).isEqualTo(2);
    assertThat(confusion.count(1, 2)).isZero();
    assertThat(confusion.accuracy()).isEqualTo(4.0 / 7);
    assertThat(confusion.precision(0)).isEqualTo(3.0 / 5);
    assertThat(confusion.recall(0)).isEqualTo(3.0 / 4);
    assertThat(confusion.f1(0)).isEqualTo(2.0 / 3);
    assertThat(confusion.macroF1()).isEqualTo((2.0 / 3 + 2.0 / 5) / 2);
    assertThat(confusion.nats()).isEqualTo(4);
    assertThat(confusion.meanNats()).isEqualTo(4.0 / 7);
  }

  @Test
  void aFigureOfNothingIsNoNumber() {
    Confusion confusion = new Confusion(2);
    assertThat(confusion.accuracy()).isNaN();
    assertThat(confusion.macroF1()).isNaN();
    assertThat(confusion.meanNats()).isNaN();
    confusion.add(0, 0, 0);
    assertThat(confusion.precision(1)).isNaN();
    assertThat(confusion.recall(1)).isNaN();
    assertThat(confusion.f1(1)).isNaN();
    assertThat(confusion.macroF1()).isEqualTo(1);
  }

  @Test
  void aClassIsMistakenForThatWhichWasSaidMostOften() {
    Confusion confusion = new Confusion(4);
    confusion.add(1, 1, 9, 0);
    confusion.add(1, 3, 2, 0);
    confusion.add(1, 2, 2, 0);
    confusion.add(1, 0, 1, 0);
    confusion.add(2, 2, 5, 0);
    assertThat(confusion.mistaken(1)).isEqualTo(2);
    assertThat(confusion.mistaken(2)).isEqualTo(-1);
    assertThat(confusion.mistaken(3)).isEqualTo(-1);
  }

  @Property(tries = 200)
  void theEmptyOneIsTheIdentity(@ForAll("labels") List<Label> labels) {
    Confusion all = confusion(labels);
    assertThat(confusion(labels).merge(new Confusion(CLASSES))).isEqualTo(all);
    assertThat(new Confusion(CLASSES).merge(all)).isEqualTo(all).hasSameHashCodeAs(all);
  }

  /** Whole numbers add without rounding, so the laws hold to the bit. */
  @Property(tries = 200)
  void mergingEqualsAddingAll(@ForAll("labels") List<Label> labels, @ForAll int somewhere) {
    int cut = Math.floorMod(somewhere, labels.size() + 1);
    Confusion left = confusion(labels.subList(0, cut));
    Confusion right = confusion(labels.subList(cut, labels.size()));
    assertThat(left.merge(right)).isEqualTo(confusion(labels));
    assertThat(right).isEqualTo(confusion(labels.subList(cut, labels.size())));
  }

  @Property(tries = 200)
  void sharesLieBetweenNoneAndAll(@ForAll("labels") List<Label> labels) {
    Confusion confusion = confusion(labels);
    long right = labels.stream().filter(l -> l.actual == l.predicted).count();
    if (confusion.count() > 0) {
      assertThat(confusion.accuracy()).isEqualTo((double) right / labels.size());
      assertThat(confusion.macroF1()).isBetween(0.0, 1.0);
    }
    for (int c = 0; c < CLASSES; c++) {
      double precision = confusion.precision(c);
      double recall = confusion.recall(c);
      if (precision + recall > 0) { // neither is undefined
        assertThat(confusion.f1(c))
            .isCloseTo(2 * precision * recall / (precision + recall), within(1e-12));
      }
    }
  }

  @Property(tries = 200)
  void sayingOneClassIsRightAsOftenAsItIsMet(@ForAll("labels") List<Label> labels) {
    Confusion confusion = confusion(labels);
    Confusion saying = confusion.saying(1);
    assertThat(saying.count()).isEqualTo(confusion.count());
    assertThat(saying.count(1, 1)).isEqualTo(confusion.count(1));
  }

  @Test
  void otherNumbersOfClassesAreRefused() {
    assertThatThrownBy(() -> new Confusion(2).merge(new Confusion(3)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("confusions to merge must be of 2 classes, got 3");
    assertThatThrownBy(() -> new Confusion(2).add(0, 2, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Provide
  Arbitrary<List<Label>> labels() {
    Arbitrary<Integer> classes = Arbitraries.integers().between(0, CLASSES - 1);
    return Combinators.combine(classes, classes, Arbitraries.integers().between(0, 9))
        .as(Label::new)
        .list()
        .ofMaxSize(40);
  }

  private static Confusion confusion(List<Label> labels) {
    Confusion confusion = new Confusion(CLASSES);
    labels.forEach(label -> confusion.add(label.actual, label.predicted, label.nats));
    return confusion;
  }
}
