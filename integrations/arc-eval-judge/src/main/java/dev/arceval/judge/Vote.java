package dev.arceval.judge;

/**
 * What a model said when it was asked once.
 *
 * @param verdict one of the words it was asked for, or another, in upper case
 * @param reason the first line of its answer
 */
record Vote(String verdict, String reason) {}
