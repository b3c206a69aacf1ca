/** What measurements of a few predict of many. */
package dev.skep.bench.model;
