/** Measures Skep; what it measures it starts as a process, as a user would. */
package dev.skep.bench;
