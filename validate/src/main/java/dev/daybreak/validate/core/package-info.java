/**
 * What both halves share: settings, codec, digests, classes of difference, the live matcher. Pure,
 * no I/O.
 */
@NullMarked
package dev.daybreak.validate.core;

import org.jspecify.annotations.NullMarked;
