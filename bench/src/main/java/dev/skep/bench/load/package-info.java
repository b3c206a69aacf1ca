/** HTTP load by wrk: bounded, interruptible, and what it measured as values. */
package dev.skep.bench.load;
