import { noAnswer } from './no-answer.ts';

const lines = (code: string) => noAnswer('https://a.example/x', { code }).lines;

test.each([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])('%s: the authority is not known here', (code) => {
  expect(lines(code)).toEqual([
    `The certificate of https://a.example is not trusted (${code}).`,
    expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  ]);
});

test.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID'])('%s: no authority mends it', (code) => {
  expect(lines(code)).toEqual([
    `The certificate of https://a.example is not trusted (${code}).`,
    expect.not.stringContaining('NODE_EXTRA_CA_CERTS'),
  ]);
});

test('the other scheme, and nobody at all', () => {
  expect(lines('ERR_SSL_WRONG_VERSION_NUMBER')[1]).toContain('https, or http');
  expect(lines('ECONNREFUSED')).toEqual([
    'No answer from https://a.example (ECONNREFUSED).',
    'Is it running? npm start',
  ]);
});
