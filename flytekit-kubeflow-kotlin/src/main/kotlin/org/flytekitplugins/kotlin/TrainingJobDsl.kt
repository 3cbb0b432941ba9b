package org.flytekitplugins.kotlin

/** Marks the scopes of jobs, so that none of them is reached from within another. */
@DslMarker @Target(AnnotationTarget.CLASS) @MustBeDocumented public annotation class TrainingJobDsl
