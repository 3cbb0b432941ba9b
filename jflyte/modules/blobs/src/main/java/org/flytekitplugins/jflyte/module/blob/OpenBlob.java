package org.flytekitplugins.jflyte.module.blob;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A blob that is being read.
 *
 * @param stream its bytes from where it was asked to begin
 * @param size how many bytes the whole blob has
 * @param version by which the same content can be asked for again; null if there is no such thing
 * @param checksum that of the whole blob as storage has it; null if it does not know
 */
public record OpenBlob(
    InputStream stream, long size, @Nullable String version, @Nullable StoredChecksum checksum) {}
