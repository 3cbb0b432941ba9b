package org.flytekitplugins.jflyte.module.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Files on their way up, large ones in parts. */
final class FilesUpload {
  /** As many as S3 takes. */
  private static final int MOST_PARTS = 10_000;

  private final BlobService service;
  private final int part;
  private final LongConsumer progress;
  private final Jobs jobs = new Jobs();
  private final List<PartedUpload> begun = new ArrayList<>();

  FilesUpload(BlobService service, int part, LongConsumer progress) {
    this.service = service;
    this.part = part;
    this.progress = progress;
  }

  void run(Map<String, Path> files) {
    files.forEach((uri, file) -> jobs.add(uri, () -> file(uri, file)));
    boolean complete = false;
    try {
      jobs.await();
      complete = true;
    } finally {
      if (!complete) {
        synchronized (begun) {
          begun.forEach(PartedUpload::abort);
        }
      }
    }
  }

  private void file(String uri, Path file) {
    BlobAddress address = BlobAddress.of(uri);
    long size = size(file);
    if (size <= part) {
      boolean unused = service.put(address, Content.of(file, 0, size), false);
      progress.accept(size);
      return;
    }
    PartedUpload upload = service.startUpload(address);
    synchronized (begun) {
      begun.add(upload);
    }
    long length = Math.max(part, (size + MOST_PARTS - 1) / MOST_PARTS);
    int parts = (int) ((size + length - 1) / length);
    if (upload.isInOrder()) {
      for (int i = 0; i < parts && !jobs.hasFailed(); i++) {
        part(upload, i, length, file, size);
      }
      if (!jobs.hasFailed()) {
        complete(upload, parts);
      }
      return;
    }
    AtomicInteger left = new AtomicInteger(parts);
    for (int i = 0; i < parts; i++) {
      int number = i;
      jobs.add(
          uri,
          () -> {
            part(upload, number, length, file, size);
            if (left.decrementAndGet() == 0) {
              complete(upload, parts);
            }
          });
    }
  }

  private void part(PartedUpload upload, int number, long length, Path file, long size) {
    long offset = number * length;
    Content content = Content.of(file, offset, Math.min(length, size - offset));
    upload.part(number, content);
    progress.accept(content.length());
  }

  private void complete(PartedUpload upload, int parts) {
    upload.complete(parts);
    // What is published is not to be cleared away when another file fails.
    synchronized (begun) {
      begun.remove(upload);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw Content.unreadable(file, e);
    }
  }
}
