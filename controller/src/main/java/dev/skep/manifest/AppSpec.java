package dev.skep.manifest;

/** The web service that counts: {@code spec.app}. */
public record AppSpec(ImageRef image, int replicas, ExposeSpec expose, ResourcesSpec resources, UpdateSpec update) {}
