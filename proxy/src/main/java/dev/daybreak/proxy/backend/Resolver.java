package dev.daybreak.proxy.backend;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Looks host names up on worker threads: the system's own look-up blocks. */
final class Resolver extends AddressResolverGroup<InetSocketAddress> {
  private final Executor workers;

  Resolver(Executor workers) {
    this.workers = workers;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
    return new Names(loop, workers).asAddressResolver();
  }

  private static final class Names extends InetNameResolver {
    private final Executor workers;

    Names(EventExecutor loop, Executor workers) {
      super(loop);
      this.workers = workers;
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
      byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
      if (literal != null) {
        promise.setSuccess(InetAddress.getByAddress(host, literal));
        return;
      }
      look(promise, () -> promise.trySuccess(InetAddress.getByName(host)));
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
      look(promise, () -> promise.trySuccess(List.of(InetAddress.getAllByName(host))));
    }

    private void look(Promise<?> promise, Look look) {
      try {
        workers.execute(
            () -> {
              try {
                look.run();
              } catch (UnknownHostException e) {
                promise.tryFailure(new UnknownHostException("unknown host " + e.getMessage()));
              }
            });
      } catch (RejectedExecutionException e) {
        promise.tryFailure(e);
      }
    }
  }

  private interface Look {
    void run() throws UnknownHostException;
  }
}
