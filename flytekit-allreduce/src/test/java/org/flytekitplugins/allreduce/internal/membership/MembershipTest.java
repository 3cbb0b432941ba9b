package org.flytekitplugins.allreduce.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What happens when somebody is lost, comes back or is cut off, in virtual time. */
class MembershipTest {
  @Test
  void theOthersGoOnWithoutAKilledReplicaAndItJoinsBetweenTwoSteps() {
    SimulatedJob job = new SimulatedJob(3, 1, 1).startAll();
    job.pass(500);
    long atKill = job.step(0);
    job.kill(2);
    job.pass(500);
    long away = job.step(0);
    assertThat(away).isGreaterThan(atKill + 5);
    int interrupted = job.replica(0).interrupted() + job.replica(1).interrupted();
    job.start(2);
    job.pass(300);

    assertThat(job.step(2)).isGreaterThan(away);
    // Nobody was stopped for it.
    assertThat(job.replica(0).interrupted() + job.replica(1).interrupted()).isEqualTo(interrupted);
    job.passUntilTheEnd(20_000);
    SimulatedTraining end = job.end();
    assertThat(end.membersOf(0)).isEqualTo(0b111);
    assertThat(end.membersOf((int) away - 1)).isEqualTo(0b011);
    assertThat(end.membersOf(job.steps() - 1)).isEqualTo(0b111);
  }

  @Test
  void aFrozenReplicaIsGoneWithinASecondAndAHalfAndJoinsWhenItIsThawed() {
    SimulatedJob job = new SimulatedJob(3, 1, 2).startAll();
    job.pass(300);
    job.freeze(1);
    job.pass(800);
    long waiting = job.step(0);
    job.pass(400);
    assertThat(job.step(0)).isGreaterThan(waiting);
    job.thaw(1);
    job.pass(400);

    assertThat(job.replica(1).isMember()).isTrue();
    job.passUntilTheEnd(20_000);
    job.end();
  }

  @Test
  void withoutThePrimaryNobodyTakesAStepAndItGetsTheVariablesOfTheOthers() {
    SimulatedJob job = new SimulatedJob(3, 1, 3).startAll();
    job.pass(500);
    job.kill(0);
    job.pass(100);
    long paused = Math.max(job.step(1), job.step(2));
    job.pass(5000);
    assertThat(Math.max(job.step(1), job.step(2))).isEqualTo(paused);
    job.start(0);
    job.passUntilTheEnd(20_000);

    // Nobody's step was done again by somebody else.
    assertThat(job.end().membersOf((int) paused - 1)).isEqualTo(0b111);
  }

  @Test
  void ofTwoPartsOnlyThePrimarysGoesOn() {
    SimulatedJob job = new SimulatedJob(4, 2, 4).startAll();
    job.pass(300);
    job.split(0b1100, true);
    job.pass(1500);
    long others = Math.max(job.step(2), job.step(3));
    long primarys = job.step(0);
    job.pass(300);
    assertThat(Math.max(job.step(2), job.step(3))).isEqualTo(others);
    assertThat(job.step(0)).isGreaterThan(primarys);
    job.split(0b1100, false);
    job.passUntilTheEnd(30_000);

    assertThat(job.end().membersOf((int) primarys)).isEqualTo(0b0011);
  }

  @Test
  void belowTheMinimumEverybodyWaits() {
    SimulatedJob job = new SimulatedJob(3, 3, 5).startAll();
    job.pass(500);
    job.kill(1);
    job.pass(100);
    long paused = Math.max(job.step(0), job.step(2));
    job.pass(5000);
    assertThat(Math.max(job.step(0), job.step(2))).isEqualTo(paused);
    job.start(1);
    job.passUntilTheEnd(20_000);
    SimulatedTraining end = job.end();

    for (int step = 0; step < job.steps(); step++) {
      assertThat(end.membersOf(step)).isEqualTo(0b111);
    }
  }

  @Test
  void ofTwoThatDoNotHearEachOtherOneIsGoneOnWithout() {
    SimulatedJob job = new SimulatedJob(3, 1, 6).startAll();
    job.pass(300);
    job.wires().cut(1, 2, true);
    job.pass(2500);
    long atOne = job.step(1);
    long atTwo = job.step(2);
    job.pass(300);
    assertThat(job.step(1)).isGreaterThan(atOne);
    assertThat(job.step(2)).isEqualTo(atTwo);
    job.wires().cut(1, 2, false);
    job.passUntilTheEnd(30_000);

    job.end();
  }

  @Test
  void aJobBeginsWhole() {
    SimulatedJob job = new SimulatedJob(3, 1, 7);
    job.start(0);
    job.start(1);
    job.pass(20_000);
    assertThat(job.step(0)).isZero();
    assertThat(job.step(1)).isEqualTo(-1);
    job.start(2);
    job.passUntilTheEnd(20_000);

    assertThat(job.end().membersOf(0)).isEqualTo(0b111);
  }

  @Test
  void onlyAConnectionThatBreaksCostsNoReplica() {
    SimulatedJob job = new SimulatedJob(2, 2, 8).startAll();
    job.pass(300);
    job.reset(1, 0);
    job.passUntilTheEnd(10_000);
    SimulatedTraining end = job.end();

    for (int step = 0; step < job.steps(); step++) {
      assertThat(end.membersOf(step)).isEqualTo(0b11);
    }
  }
}
