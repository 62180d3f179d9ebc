import { breakableProxy, eventually } from '@gatehouse/testing';
import mongoose from 'mongoose';
import { renewWhenSilent } from './renewed-client.ts';
import { onMongodb } from './testing/on-mongodb.ts';

const { MongoClient } = mongoose.mongo;

/** Stops the driver's monitors for good, as a fault within it once did. */
function silence(client: mongoose.mongo.MongoClient): void {
  // biome-ignore lint/suspicious/noExplicitAny: nothing public stops a monitor.
  for (const server of (client as any).topology.s.servers.values()) server.monitor.monitorId.stop();
}

await onMongodb('a client of which a monitor has gone silent', (url) => {
  const options = { heartbeatFrequencyMS: 500, connectTimeoutMS: 500, serverSelectionTimeoutMS: 2_000 };

  test('is closed and connected anew: what was got from it goes on', async () => {
    const client = await MongoClient.connect(url, options);
    const end = renewWhenSilent(client);
    const admin = client.db('admin');
    try {
      let beats = 0;
      client.on('serverHeartbeatSucceeded', () => beats++);
      await eventually(() => expect(beats).toBeGreaterThan(1));
      silence(client);
      let closed = 0;
      client.on('topologyClosed', () => closed++);
      await eventually(() => expect(closed).toBe(1), { timeoutMs: 20_000 });
      beats = 0;
      await eventually(() => expect(beats).toBeGreaterThan(1), { timeoutMs: 20_000 });
      expect(await admin.command({ ping: 1 })).toMatchObject({ ok: 1 });
    } finally {
      await end();
      await client.close();
    }
  });

  test('is connected once the server is back, where that was away just then', async () => {
    const { hostname, port } = new URL(url.replace(/,[^/]*/, ''));
    const proxy = await breakableProxy({ host: hostname, port: Number(port || 27_017) });
    const client = await MongoClient.connect(
      `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`,
      options,
    );
    const end = renewWhenSilent(client);
    try {
      let [beats, failures, closed] = [0, 0, 0];
      client.on('serverHeartbeatSucceeded', () => beats++);
      client.on('serverHeartbeatFailed', () => failures++);
      await eventually(() => expect(beats).toBeGreaterThan(1));
      silence(client);
      await proxy.cut();
      client.on('topologyClosed', () => closed++);
      // Its own end, and that of an attempt.
      await eventually(() => expect(closed).toBeGreaterThan(1), { timeoutMs: 30_000 });
      expect(failures).toBeGreaterThan(0);
      await proxy.heal();
      const ping = () => client.db('admin').command({ ping: 1 });
      expect(await eventually(ping, { timeoutMs: 20_000 })).toMatchObject({ ok: 1 });
    } finally {
      await end();
      await client.close();
      await proxy.close();
    }
  });

  test('is left alone while there are heartbeats, and where it was ended', async () => {
    const client = await MongoClient.connect(url, { ...options, heartbeatFrequencyMS: 2_000 });
    const end = renewWhenSilent(client);
    let closed = 0;
    client.on('topologyClosed', () => closed++);
    let beats = 0;
    client.on('serverHeartbeatSucceeded', () => beats++);
    await eventually(() => expect(beats).toBeGreaterThan(4), { timeoutMs: 30_000 });
    expect(closed).toBe(0);
    await end();
    await client.close();
    expect(closed).toBe(1);
  });
});
