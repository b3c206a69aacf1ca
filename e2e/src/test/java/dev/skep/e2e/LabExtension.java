package dev.skep.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Gives each test class its scene, and says how the swarm looked when a test failed. */
final class LabExtension
        implements ParameterResolver, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {
    private static final Namespace LAB = Namespace.create(LabExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scene.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return scene(context);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        report(context);
        throw failure;
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        report(context);
        throw failure;
    }

    private static void report(ExtensionContext context) {
        System.err.printf(
                "%n%s failed; the swarm then:%n%s%n",
                context.getDisplayName(), scene(context).report());
    }

    /** One for each test class; JUnit closes it when the class has ended, and the installation after the last. */
    private static Scene scene(ExtensionContext context) {
        var ofClass = context.getTestMethod().isPresent() ? context.getParent().orElseThrow() : context;
        var installed = context.getRoot()
                .getStore(LAB)
                .getOrComputeIfAbsent(Installed.class, _ -> Installed.now(), Installed.class);
        return ofClass.getStore(LAB).getOrComputeIfAbsent(Scene.class, _ -> new Scene(installed), Scene.class);
    }
}
