import { listen } from '@gatehouse/http';
import { freePort } from './free-port.ts';

test('gives a port that can be listened on', async () => {
  const port = await freePort('127.0.0.1');
  const listening = await listen(() => {}, { host: '127.0.0.1', port });
  expect(listening.port).toBe(port);
  await listening.close();
});

test("another machine's address is told in words that name HOST", async () => {
  await expect(freePort('192.0.2.1')).rejects.toMatchObject({
    name: 'ConfigurationError',
    message: expect.stringMatching(/^HOST is "192\.0\.2\.1"/),
  });
});
