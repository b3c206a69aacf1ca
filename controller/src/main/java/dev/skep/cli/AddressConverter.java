package dev.skep.cli;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An address to listen at, as {@code 0.0.0.0:8080} or {@code [::1]:8080}. */
final class AddressConverter implements ITypeConverter<InetSocketAddress> {
    private static final int HIGHEST = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            throw wrong(text);
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        var address = new InetSocketAddress(text.substring(0, colon), Math.min(port, HIGHEST));
        if (port > HIGHEST || address.isUnresolved()) {
            throw wrong(text);
        }
        return address;
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "'" + text + "' is no ADDRESS:PORT of this machine, such as 127.0.0.1:8080 or 0.0.0.0:8080");
    }
}
