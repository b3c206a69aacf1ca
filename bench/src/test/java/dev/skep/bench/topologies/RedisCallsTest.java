package dev.skep.bench.topologies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RedisCallsTest {
    @Test
    void whatAScriptDoesIsNoWriteOfItsOwn() {
        var calls = RedisCalls.parse("""
                # Commandstats\r
                cmdstat_evalsha:calls=100,usec=700,usec_per_call=7.00,rejected_calls=0,failed_calls=0\r
                cmdstat_incrby:calls=100,usec=70,usec_per_call=0.70,rejected_calls=0,failed_calls=0\r
                cmdstat_client|setinfo:calls=2,usec=3,usec_per_call=1.50,rejected_calls=0,failed_calls=0\r
                """);

        assertEquals(new RedisCalls(100, 202), calls);
    }

    @Test
    void theAncestorWritesByIncrements() {
        assertEquals(
                new RedisCalls(9, 10),
                RedisCalls.parse("cmdstat_incrby:calls=9,usec=1\ncmdstat_ping:calls=1,usec=1\n"));
    }

    @Test
    void whatAReplicaWasToldCountsNoSecondTime() {
        var calls = RedisCalls.parse("role:slave\r\ncmdstat_incrby:calls=20,usec=1\r\ncmdstat_ping:calls=2,usec=1\r\n");

        assertEquals(new RedisCalls(0, 22), calls);
    }
}
