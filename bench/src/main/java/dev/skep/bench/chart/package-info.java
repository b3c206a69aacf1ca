/** Charts for Markdown pages: values in, the same SVG out. */
package dev.skep.bench.chart;
