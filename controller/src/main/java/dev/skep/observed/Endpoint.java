package dev.skep.observed;

/**
 * A Redis or a Sentinel that runs.
 *
 * @param service its service
 * @param address in the manifest's network: what the others know it by
 * @param reach in the network that the controller shares with it
 */
public record Endpoint(String service, String address, String reach) {}
