import { parseHosts } from './hosts-file.ts';

test('every address of a name, in the order of the file; what is no address is left out', () => {
  const hosts = parseHosts(
    [
      '# 10.0.0.9 commented',
      '127.0.0.1\tlocalhost Loopback # both',
      '::1 localhost ip6-localhost',
      '127.0.0.1 localhost',
      '10.0.0.300 wrong',
      'wrong 10.0.0.1',
      '10.0.0.1',
      '\r',
      '10.0.0.2 windows.test\r',
    ].join('\n'),
  );
  expect(Object.fromEntries(hosts)).toEqual({
    localhost: [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ],
    loopback: [{ address: '127.0.0.1', family: 4 }],
    'ip6-localhost': [{ address: '::1', family: 6 }],
    'windows.test': [{ address: '10.0.0.2', family: 4 }],
  });
});
