package org.flytekitplugins.jflyte.registration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Calls that do not need each other, a bounded number at a time.
 *
 * @param <A> what is asked
 * @param <B> what is answered
 */
final class BoundedCalls<A, B> {
  private final List<A> items;
  private final Function<A, CompletableFuture<B>> call;
  private final List<B> answers;
  private final AtomicInteger next = new AtomicInteger();

  private BoundedCalls(List<A> items, Function<A, CompletableFuture<B>> call) {
    this.items = items;
    this.call = call;
    this.answers = new ArrayList<>(Collections.nCopies(items.size(), null));
  }

  /** The answers in the order of the items; fails as the first call that fails. */
  static <A, B> CompletableFuture<List<B>> all(
      List<A> items, int concurrency, Function<A, CompletableFuture<B>> call) {
    BoundedCalls<A, B> calls = new BoundedCalls<>(items, call);
    List<CompletableFuture<Void>> chains = new ArrayList<>();
    for (int i = 0; i < Math.min(concurrency, items.size()); i++) {
      chains.add(calls.chain());
    }
    return CompletableFuture.allOf(chains.toArray(CompletableFuture[]::new))
        .thenApply(done -> List.copyOf(calls.answers));
  }

  private CompletableFuture<Void> chain() {
    int index = next.getAndIncrement();
    if (index >= items.size()) {
      return CompletableFuture.completedFuture(null);
    }
    return call.apply(items.get(index))
        .thenCompose(
            answer -> {
              synchronized (answers) {
                answers.set(index, answer);
              }
              return chain();
            })
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                next.set(items.size());
              }
            });
  }
}
