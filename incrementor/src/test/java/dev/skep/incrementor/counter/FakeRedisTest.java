package dev.skep.incrementor.counter;

final class FakeRedisTest extends RedisLinkContract {
    private final FakeRedis redis = new FakeRedis();

    @Override
    protected RedisLink connect() throws RedisFailure {
        return redis.connect();
    }
}
