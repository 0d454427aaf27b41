/** The ledger of writes, and the check of a database against it. */
@NullMarked
package dev.daybreak.demo.ledger;

import org.jspecify.annotations.NullMarked;
