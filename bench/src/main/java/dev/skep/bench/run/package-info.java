/** What every benchmark needs around its measurements: tools, progress, an orderly end, a page to write into. */
package dev.skep.bench.run;
