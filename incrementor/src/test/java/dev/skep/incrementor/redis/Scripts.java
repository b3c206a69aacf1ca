package dev.skep.incrementor.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.StringLib;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JseBaseLib;

/** Runs the app's own scripts, and the controller's, as Redis does, so that the simulation cannot differ from them. */
final class Scripts {
    private final UnaryOperator<String> change;
    private final Globals lua = new Globals();
    private final Map<String, LuaValue> known = new HashMap<>();
    private Function<List<String>, Object> redis = command -> "";

    /**
     * An interpreter.
     *
     * @param change what is done to each script before it is run: a test of the tests makes mistakes in it
     */
    Scripts(UnaryOperator<String> change) {
        this.change = change;
        lua.load(new JseBaseLib());
        lua.load(new PackageLib());
        lua.load(new StringLib());
        LoadState.install(lua);
        LuaC.install(lua);
        var api = new LuaTable();
        api.set("call", new Call());
        api.set("pcall", new Call());
        api.set("error_reply", new ErrorReply());
        lua.set("redis", api);
    }

    static String sha1(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** What the script answers: text, a whole number, a list of those, or an error. */
    Object run(String text, List<String> keys, List<String> args, Function<List<String>, Object> commands) {
        redis = commands;
        lua.set("KEYS", table(keys));
        lua.set("ARGV", table(args));
        return toReply(known.computeIfAbsent(text, script -> lua.load(change.apply(script)))
                .call());
    }

    private static LuaTable table(List<String> values) {
        var table = new LuaTable();
        for (var index = 0; index < values.size(); index++) {
            table.set(index + 1, LuaValue.valueOf(values.get(index)));
        }
        return table;
    }

    private static Object toReply(LuaValue value) {
        if (value.istable()) {
            var table = value.checktable();
            if (table.get("err").isstring()) {
                return new SimulatedRedis.ErrorReply(table.get("err").tojstring());
            }
            return java.util.stream.IntStream.rangeClosed(1, table.length())
                    .mapToObj(index -> toReply(table.get(index)))
                    .toList();
        }
        return value.type() == LuaValue.TNUMBER ? (Object) value.tolong() : value.tojstring();
    }

    private final class Call extends VarArgFunction {
        @Override
        public Varargs invoke(Varargs args) {
            var command = java.util.stream.IntStream.rangeClosed(1, args.narg())
                    .mapToObj(index -> args.arg(index).tojstring())
                    .toList();
            return switch (redis.apply(command)) {
                case SimulatedRedis.Nothing nothing -> LuaValue.FALSE;
                case Long number -> LuaValue.valueOf((double) number);
                case List<?> texts -> table(texts.stream().map(String::valueOf).toList());
                case Object text -> LuaValue.valueOf(text.toString());
            };
        }
    }

    private static final class ErrorReply extends OneArgFunction {
        @Override
        public LuaValue call(LuaValue message) {
            var table = new LuaTable();
            table.set("err", message);
            return table;
        }
    }
}
