package dev.skep.loop;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What users would read in the log, kept from the console while it is open. */
final class Log extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("skep");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Log() {}

    static Log open() {
        var log = new Log();
        log.start();
        log.logger.setAdditive(false);
        log.logger.addAppender(log);
        return log;
    }

    /** Each line as the message and its key=value pairs. */
    List<String> lines() {
        return lines;
    }

    /** The lines that start with this. */
    List<String> lines(String message) {
        return lines.stream().filter(l -> l.startsWith(message)).toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        var pairs = event.getKeyValuePairs() == null
                ? ""
                : event.getKeyValuePairs().stream()
                        .map(p -> " " + p.key + "=" + p.value)
                        .collect(Collectors.joining());
        lines.add(event.getMessage() + pairs);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        stop();
    }
}
