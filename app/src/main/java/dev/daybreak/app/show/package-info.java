/** What people see: tables, progress, JSON documents, reports. */
@NullMarked
package dev.daybreak.app.show;

import org.jspecify.annotations.NullMarked;
