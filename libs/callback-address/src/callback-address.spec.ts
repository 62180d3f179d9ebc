import { isPublicUnicast, literalAddressOf } from './index.ts';

describe('isPublicUnicast', () => {
  test.each(['8.8.8.8', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '2A00:1450:4009:800::200e'])(
    'takes %s',
    (address) => expect(isPublicUnicast(address)).toBe(true),
  );

  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '0.0.0.0',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2001::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'ff02::1',
    '2001:db8::1',
    '4000::1',
    '127.1',
    '010.0.0.1',
    '2130706433',
    '',
    'example.org',
  ])('refuses %s', (address) => expect(isPublicUnicast(address)).toBe(false));
});

describe('literalAddressOf', () => {
  test.each([
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://127.0.0.1./', '127.0.0.1'],
    ['http://①②⑦.0.0.1/', '127.0.0.1'],
    ['http://0/', '0.0.0.0'],
    ['http://[::1]/', '::1'],
    ['http://[::ffff:10.0.0.1]/', '::ffff:a00:1'],
    ['http://localhost:8080/', '127.0.0.1'],
    ['http://LOCALHOST./', '127.0.0.1'],
    ['http://a.localhost/', '127.0.0.1'],
  ])('%s is %s', (url, address) => expect(literalAddressOf(new URL(url))).toBe(address));

  test.each(['https://example.org/', 'https://localhost.example.org/', 'https://notlocalhost/'])(
    '%s is a name to be resolved',
    (url) => expect(literalAddressOf(new URL(url))).toBeUndefined(),
  );
});
