/**
 * Tests on the real swarm of the lab. {@code ./skep test} runs them all, {@code ./skep test --only ScaleIT} one of them;
 * it is quick where {@code ./skep lab up} has brought the lab up before.
 */
package dev.skep.e2e;
