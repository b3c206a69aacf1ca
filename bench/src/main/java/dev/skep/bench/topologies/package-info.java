/** Do ten instances mean ten times the performance? The set-ups, measured on a swarm, and the report about it. */
package dev.skep.bench.topologies;
