/**
 * Tallies, methods and every score of the README (Scoring method) as pure functions of integers. No
 * clock, no I/O but reading a method file, no Kafka. Sums run over cells in sorted order and use
 * plain IEEE arithmetic, so equal tallies give the same bits on every machine.
 *
 * <pre>
 * result ──▶ *Counts ──▶ Tally ──▶ Scores (Casi, Ars ──▶ Ladder, Risk, Interval; Performance, Rtp, Cos, McNemar)
 *                          │                    └──▶ Ranking, Status
 *                          └──▶ several periods ──▶ Coverage, Change
 * </pre>
 */
package dev.tidemark.scoring;
