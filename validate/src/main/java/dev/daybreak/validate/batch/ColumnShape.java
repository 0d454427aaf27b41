package dev.daybreak.validate.batch;

import dev.daybreak.validate.core.ValueForm;

/**
 * A column as one side's catalog has it.
 *
 * @param name its name
 * @param type what {@code format_type} writes, modifier included
 * @param form how its text relates to its meaning; a domain's is that of its base type
 * @param generated whether its value is computed
 */
record ColumnShape(String name, String type, ValueForm form, boolean generated) {}
