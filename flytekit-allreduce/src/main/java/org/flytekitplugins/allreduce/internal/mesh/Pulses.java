package org.flytekitplugins.allreduce.internal.mesh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** The connections for signs of life, one to each peer that is there. */
final class Pulses {
  /** Who is told what comes. */
  interface Receiver {
    /** A peer has said something. */
    void heard(int peer, ByteBuffer frame);

    /** The connection to a peer has ended. */
    void ended(int peer, String why);
  }

  private final PulseFrame frames;
  private final long beat;
  private final Receiver receiver;
  private final @Nullable Link[] links;
  private long nextBeat;

  /**
   * Nobody's yet.
   *
   * @param ranks how many replicas the job has
   * @param beat how many nanoseconds lie between two signs
   */
  Pulses(PulseFrame frames, int ranks, long beat, Receiver receiver) {
    this.frames = frames;
    this.beat = beat;
    this.receiver = receiver;
    this.links = new @Nullable Link[ranks];
    this.nextBeat = System.nanoTime();
  }

  /** Takes a connection over; an earlier one to the same peer is closed. */
  void add(int peer, Link link, SelectionKey key) {
    close(peer);
    link.carry(frames.bytes());
    links[peer] = link;
    key.interestOps(SelectionKey.OP_READ);
  }

  boolean has(int peer) {
    return links[peer] != null;
  }

  /** Takes in what has come, if it is of a connection that counts. */
  void read(int peer, Link link) {
    if (links[peer] != link) {
      link.close();
      return;
    }
    try {
      ByteBuffer frame = link.incoming();
      while (links[peer] == link) {
        int count = link.channel().read(frame);
        if (count < 0) {
          end(peer, "its connection was closed");
          return;
        }
        if (frame.hasRemaining()) {
          return;
        }
        if (!frames.isOne(frame)) {
          end(peer, "it sends what is no sign of life");
          return;
        }
        receiver.heard(peer, frame);
        frame.clear();
      }
    } catch (IOException e) {
      end(peer, HostPort.describe(e));
    }
  }

  private void end(int peer, String why) {
    close(peer);
    receiver.ended(peer, why);
  }

  /** Tells a peer something, if it is there. */
  void say(int peer, ByteBuffer frame) {
    Link link = links[peer];
    if (link != null) {
      try {
        link.say(frame);
      } catch (IOException e) {
        // The thread that reads will find out.
        return;
      }
    }
  }

  /** Gives a sign to all when it is time, and sends what was left unsent. */
  void tend(long now) {
    boolean isTime = now - nextBeat >= 0;
    if (isTime) {
      nextBeat = now + beat;
    }
    for (int peer = 0; peer < links.length; peer++) {
      Link link = links[peer];
      if (link == null) {
        continue;
      }
      try {
        if (link.flush() && isTime) {
          link.say(frames.alive());
        }
      } catch (IOException e) {
        end(peer, HostPort.describe(e));
      }
    }
  }

  /** Says farewell to all. */
  void farewell(int about) {
    for (Link link : links) {
      if (link != null) {
        farewell(link, about);
      }
    }
  }

  private void farewell(Link link, int about) {
    try {
      link.say(frames.leaving(about));
      link.channel().shutdownOutput();
      // What was left unread would make the system throw the farewell away.
      ByteBuffer unread = ByteBuffer.allocate(4096);
      while (link.channel().read(unread) > 0) {
        unread.clear();
      }
    } catch (IOException e) {
      // It is gone itself.
      return;
    }
  }

  void close(int peer) {
    Link link = links[peer];
    if (link != null) {
      link.close();
      links[peer] = null;
    }
  }

  void close() {
    for (int peer = 0; peer < links.length; peer++) {
      close(peer);
    }
  }
}
