/**
 * Tests on the real swarm of the lab: {@code ./skep test} runs them all. One of them, with the lab up and the images
 * there, for {@code ./skep test} or {@code ./skep up} and {@code ./skep down} left them there:
 *
 * <pre>{@code
 * eval "$(./skep lab env)"
 * export SKEP_ROOT=$PWD SKEP_IMAGE_APP=skep/incrementor:1.0.0
 * export SKEP_IMAGE_CONTROLLER=$(docker image ls skep/controller --format '{{.Repository}}:{{.Tag}}' | head -n 1)
 * mvn -Pe2e -pl e2e -am verify -Dit.test=ScaleIT -Dfailsafe.failIfNoSpecifiedTests=false
 * }</pre>
 */
package dev.skep.e2e;
