import { ConfigurationError } from '@gatehouse/runtime';
import { listen } from './listen.ts';

const nothing = () => {};

test('a port in use, and an address of another machine, are explained', async () => {
  const first = await listen(nothing, { host: '127.0.0.1', port: 0 });
  try {
    await expect(listen(nothing, { host: '127.0.0.1', port: first.port })).rejects.toEqual(
      new ConfigurationError([`HOST is "127.0.0.1" and a port is ${first.port}: that port is taken already`]),
    );
    await expect(listen(nothing, { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'HOST is "192.0.2.1" and a port is 0: HOST should be an address of this machine',
    );
  } finally {
    await first.close();
  }
});

test('closing lets a request in flight finish', async () => {
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const slow = await listen(
    async (_request, response) => {
      entered.resolve();
      await leave.promise;
      response.end('done');
    },
    { host: '127.0.0.1', port: 0 },
  );
  const answer = fetch(slow.url);
  await entered.promise;
  const closed = slow.close();
  leave.resolve();
  expect(await (await answer).text()).toBe('done');
  await closed;
  await expect(fetch(slow.url)).rejects.toThrow();
});
