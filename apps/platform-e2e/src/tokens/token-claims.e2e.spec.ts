import { eventually } from '@gatehouse/testing';
import { AUDIENCE, bearer, HS256, inSeconds, tokenPlatform } from '../testing/token-platform.ts';

const { claims, expectRefused, expectSecrecy, expectTaken, other, platform, scene, signed } = tokenPlatform();

describe('the issuer', () => {
  const issuedBy = (iss: unknown) => bearer(signed(HS256, { iss, aud: AUDIENCE }));

  test.each([undefined, null, 1, true, [], {}, '', 'nobody', ' ', 'constructor', '__proto__'])(
    '%p',
    async (iss) => {
      await expectRefused(issuedBy(iss), 'Unknown issuer');
    },
  );

  test('not exactly a client id', async () => {
    const { clientId, serviceId } = scene();
    for (const iss of [
      [clientId],
      { clientId },
      clientId.toUpperCase(),
      ` ${clientId}`,
      `${clientId} `,
      serviceId,
    ]) {
      await expectRefused(issuedBy(iss), 'Unknown issuer');
    }
  });

  test('another client’s secret, the operator’s, the decoded bytes, none', async () => {
    for (const secret of [
      other().apiSecret,
      platform().operatorSecret,
      Buffer.from(scene().apiSecret, 'base64'),
      '',
      'secret',
    ]) {
      await expectRefused(bearer(signed(HS256, claims(), secret)), 'invalid signature');
    }
    await expectRefused(bearer(signed(HS256, { iss: 'operator', aud: AUDIENCE })), 'invalid signature');
  });
});

describe('the audience', () => {
  test.each([
    undefined,
    null,
    '',
    'signin.education.gov.uk.example.org',
    'signin',
    ' signin.education.gov.uk',
    'SIGNIN.EDUCATION.GOV.UK',
    [],
    ['signin'],
    [['signin.education.gov.uk']],
    { 'signin.education.gov.uk': true },
    1,
  ])('%j is refused', async (aud) => {
    await expectRefused(bearer(signed(HS256, claims({ aud }))), /audience/);
  });

  test('a list that contains it', async () => {
    await expectTaken(bearer(signed(HS256, claims({ aud: ['other', AUDIENCE] }))));
  });
});

describe('times', () => {
  test('expired by 28 s is taken, by 31 s not; fractions too', async () => {
    await expectTaken(bearer(signed(HS256, claims({ exp: inSeconds(-28) }))));
    await expectTaken(bearer(signed(HS256, claims({ exp: Math.floor(inSeconds(-28)) }))));
    await expectRefused(bearer(signed(HS256, claims({ exp: inSeconds(-31) }))), 'jwt expired');
    await expectRefused(bearer(signed(HS256, claims({ exp: 0 }))), 'jwt expired');
  });

  test('not yet valid, or issued in the future: 28 s are taken, 32 s not', async () => {
    await expectTaken(bearer(signed(HS256, claims({ nbf: inSeconds(28), iat: inSeconds(28) }))));
    await expectRefused(bearer(signed(HS256, claims({ nbf: inSeconds(32) }))), 'jwt not active');
    await expectRefused(bearer(signed(HS256, claims({ iat: inSeconds(32) }))), /future/);
  });

  test('no number: refused', async () => {
    for (const name of ['exp', 'nbf', 'iat']) {
      for (const value of ['1999999999', '', true, null, [1_999_999_999], {}]) {
        await expectRefused(bearer(signed(HS256, claims({ [name]: value }))), `invalid ${name} value`);
      }
      const overflowing = `{"iss":"${scene().clientId}","aud":"${AUDIENCE}","${name}":1e999}`;
      await expectRefused(bearer(signed(HS256, overflowing)), `invalid ${name} value`);
    }
  });

  test('one that ran out after it was taken once', async () => {
    const token = bearer(signed(HS256, claims({ exp: inSeconds(-29) })));
    await expectTaken(token);
    await eventually(() => expectRefused(token, 'jwt expired'));
  });
});

test('nothing of any token or secret was written', () => expectSecrecy());
