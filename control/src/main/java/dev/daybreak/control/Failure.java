package dev.daybreak.control;

import java.time.Instant;

/**
 * Why a step failed last.
 *
 * @param code stable id, such as {@code DAY-204}
 * @param name the code's name
 * @param message what happened
 * @param remedy what mends it
 * @param step the step that failed
 * @param at when
 */
public record Failure(
    String code, String name, String message, String remedy, String step, Instant at) {}
