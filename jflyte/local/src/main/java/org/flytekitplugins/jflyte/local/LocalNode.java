package org.flytekitplugins.jflyte.local;

/** What the engine runs for us knows what kind of node it is run by. */
interface LocalNode {
  NodeKind kind();
}
