import type { Socket } from 'node:net';
import { createLogger } from '@gatehouse/runtime';
import { createClientAddress } from './client-address.ts';

function finder(trustedProxies: number) {
  const lines: { level: string; msg: string }[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const find = createClientAddress(
    trustedProxies,
    createLogger({ name: 'test', level: 'info', destination }),
  );
  return {
    lines,
    find: (remoteAddress: string | undefined, forwardedFor = '') =>
      find({ socket: { remoteAddress } as Socket }, { forwardedFor }),
  };
}

test.each<[number, string, string, string]>([
  [0, '8.8.8.8', '', '8.8.8.8'],
  [0, '8.8.8.8', '1.1.1.1', '8.8.8.8'],
  [1, '10.0.0.1', '1.1.1.1', '1.1.1.1'],
  [1, '10.0.0.1', '9.9.9.9, 1.1.1.1', '1.1.1.1'],
  [2, '10.0.0.1', '9.9.9.9, 1.1.1.1, 10.0.0.2', '1.1.1.1'],
  [2, '10.0.0.1', '1.1.1.1', '1.1.1.1'],
  [1, '10.0.0.1', '', '10.0.0.1'],
  [1, '10.0.0.1', 'unknown', '10.0.0.1'],
  [1, '10.0.0.1', '1.1.1.1, unknown', '10.0.0.1'],
  [2, '10.0.0.1', '9.9.9.9, nonsense, 10.0.0.2', '10.0.0.1'],
  [1, '10.0.0.1', '1.1.1.1:4711', '1.1.1.1'],
  [1, '10.0.0.1', '[2001:DB8::1]:4711', '2001:db8::1'],
  [1, '10.0.0.1', '[2001:db8::1]', '2001:db8::1'],
  [1, '10.0.0.1', '2001:db8::1', '2001:db8::1'],
  [1, '10.0.0.1', '::ffff:1.1.1.1', '1.1.1.1'],
  [1, '10.0.0.1', '1.1.1.1,', '10.0.0.1'],
  [1, '10.0.0.1', '"_hidden"', '10.0.0.1'],
  [0, '::ffff:8.8.4.4', '', '8.8.4.4'],
  [0, 'fe80::1%eth0', '', 'fe80::1'],
])('with %i trusted proxies, from %s saying "%s": %s', (trusted, socket, said, address) => {
  expect(finder(trusted).find(socket, said)).toBe(address);
});

test('a connection that is gone has no address', () => expect(finder(0).find(undefined)).toBe(''));

test.each(['127.0.0.1', '10.1.2.3', 'fd00::1', '::ffff:192.168.0.1'])(
  'the first request from %s warns, once, while no proxy is trusted',
  (address) => {
    const { find, lines } = finder(0);
    find('8.8.8.8');
    expect(lines).toEqual([]);
    find(address);
    find(address);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', msg: expect.stringContaining('TRUSTED_PROXIES is 0') });
    expect(JSON.stringify(lines)).not.toContain(address);
  },
);

test('with trusted proxies nothing warns', () => {
  const { find, lines } = finder(1);
  find('10.0.0.1', '10.0.0.9');
  expect(lines).toEqual([]);
});
