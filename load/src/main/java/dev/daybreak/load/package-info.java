/** The full load: every row once, copied under an exported snapshot, resumable by table. */
@NullMarked
package dev.daybreak.load;

import org.jspecify.annotations.NullMarked;
