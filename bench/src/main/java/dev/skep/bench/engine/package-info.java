/** What the controller costs: its time, its memory, and how fast the swarm follows an edit. */
package dev.skep.bench.engine;
