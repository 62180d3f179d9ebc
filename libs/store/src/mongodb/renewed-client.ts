import { setTimeout as delay } from 'node:timers/promises';
import type { mongo } from 'mongoose';

const TICK_MS = 1_000;
/** Added to the time that a failing heartbeat takes. */
const MARGIN_MS = 5_000;
const SIGNS = ['serverHeartbeatStarted', 'serverHeartbeatSucceeded', 'serverHeartbeatFailed'] as const;

/**
 * Closes and reconnects a client when the driver's monitor of a server stops working. That was seen once in about a hundred
 * minutes of killing and pausing the server: afterwards every call failed although the server was back. Calls
 * meanwhile fail as without a server. Returns a function that ends this, to be called before the client is closed.
 */
export function renewWhenSilent(client: mongo.MongoClient): () => Promise<void> {
  const { heartbeatFrequencyMS, connectTimeoutMS } = client.options;
  const mostTicks = Math.ceil((2 * heartbeatFrequencyMS + 2 * connectTimeoutMS + MARGIN_MS) / TICK_MS);
  /**
   * Ticks since the last heartbeat, by the address of each server. Not times: a process that was suspended must not mistake
   * its own pause for the monitor's.
   */
  const silentTicks = new Map<string, number>();
  for (const sign of SIGNS) {
    client.on(sign, ({ connectionId }: { connectionId: string }) => silentTicks.set(connectionId, 0));
  }
  client.on('serverClosed', ({ address }) => silentTicks.delete(address));

  let ended = false;
  let renewing: Promise<void> | undefined;
  const timer = setInterval(() => {
    for (const [address, ticks] of silentTicks) silentTicks.set(address, ticks + 1);
    if ([...silentTicks.values()].some((ticks) => ticks >= mostTicks)) {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
    }
  }, TICK_MS);
  timer.unref();

  async function renew(): Promise<void> {
    await client.close().catch(() => {});
    silentTicks.clear();
    while (!ended) {
      try {
        await client.connect();
        return;
      } catch {
        await delay(TICK_MS);
      }
    }
  }

  return async () => {
    ended = true;
    clearInterval(timer);
    await renewing;
  };
}
