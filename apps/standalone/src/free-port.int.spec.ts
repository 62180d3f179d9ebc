import { listen } from '@gatehouse/http';
import { holdFreePort } from './free-port.ts';

test('holds a port that nobody else gets, and that can be listened on once it is released', async () => {
  const { port, release } = await holdFreePort('127.0.0.1');
  await expect(listen(() => {}, { host: '127.0.0.1', port })).rejects.toThrow(/that port is taken already/);
  await release();
  const listening = await listen(() => {}, { host: '127.0.0.1', port });
  expect(listening.port).toBe(port);
  await listening.close();
});

test("another machine's address is told in words that name HOST", async () => {
  await expect(holdFreePort('192.0.2.1')).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringMatching(/^HOST is "192\.0\.2\.1"/),
  });
});
