/** {@code skep bench http}: the app beside other servers of a number, each alone in turn. */
package dev.skep.bench.http;
