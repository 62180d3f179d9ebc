import {
  claims,
  client,
  NOW,
  OLD_SECRET,
  refusal,
  registered,
  SECONDS,
  SECRET,
  sealed,
  setUp,
  token,
} from '../testing/token-under-test.ts';

describe('the service', () => {
  const header = [`Bearer ${token(claims())}`];

  test('may ask that tokens expire', () => {
    const { verify } = setUp({ params: { requireTokenExpiry: 'true' } });
    expect(refusal(() => verify(header))).toBe('unauthenticated: jwt must have an exp for this client');
    expect(verify([`Bearer ${token(claims({ exp: SECONDS + 60 }))}`])).toEqual(client);
    expect(setUp({ params: { requireTokenExpiry: 'false' } }).verify(header)).toEqual(client);
  });

  test('disabled: no token of its is good, remembered or not, and again once it is enabled', () => {
    const { registry, verify } = setUp();
    verify(header);
    registry.apply(registered(2, { status: 0 }));
    expect(refusal(() => verify(header))).toBe('unauthenticated: Client is disabled');
    registry.apply(registered(3));
    expect(verify(header)).toEqual(client);
  });

  test('whether it is disabled shows only to who can sign', () => {
    const { verify } = setUp({ status: 0 });
    expect(refusal(() => verify([`Bearer ${token(claims(), OLD_SECRET)}`]))).toBe(
      'unauthenticated: invalid signature',
    );
  });

  test('under another client id, the old one is unknown', () => {
    const { registry, verify } = setUp();
    verify(header);
    registry.apply(registered(2, { clientId: 'Renamed' }));
    expect(refusal(() => verify(header))).toBe('unauthenticated: Unknown issuer');
    expect(verify([`Bearer ${token(claims({ iss: 'Renamed' }))}`])).toMatchObject({ clientId: 'Renamed' });
  });

  test('rotated: each old secret verifies until its own overlap ends, remembered or not', () => {
    const { registry, verify, setNow } = setUp();
    const middle = 'bWlkZGxlLXNlY3JldC0wMDAwMDAwMDAwMDAwMDAwMDE=';
    const secrets = [
      sealed('new', SECRET),
      sealed('middle', middle, NOW + 10_000),
      sealed('old', OLD_SECRET, NOW + 20_000),
    ];
    registry.apply(registered(2, { secrets }));
    const by = (secret: string) => [`Bearer ${token(claims(), secret)}`];
    for (const secret of [SECRET, middle, OLD_SECRET]) expect(verify(by(secret))).toEqual(client);
    setNow(NOW + 10_000);
    expect(refusal(() => verify(by(middle)))).toBe('unauthenticated: invalid signature');
    expect(verify(by(OLD_SECRET))).toEqual(client);
    setNow(NOW + 20_000);
    expect(refusal(() => verify(by(OLD_SECRET)))).toBe('unauthenticated: invalid signature');
    expect(verify(by(SECRET))).toEqual(client);
  });
});

test('a remembered token still expires', () => {
  const { verify, setNow } = setUp();
  const header = [`Bearer ${token(claims({ exp: SECONDS + 60 }))}`];
  expect(verify(header)).toEqual(client);
  setNow(NOW + 90_000);
  expect(refusal(() => verify(header))).toBe('unauthenticated: jwt expired');
});

test('until the registry has caught up, an unknown client is answered 503', () => {
  const { verify, setCaughtUp } = setUp();
  setCaughtUp(false);
  expect(refusal(() => verify([`Bearer ${token(claims({ iss: 'perhaps' }))}`]))).toMatch(/^unavailable: /);
  expect(verify([`Bearer ${token(claims())}`])).toEqual(client);
});
