import { createSealer, newId } from '@gatehouse/runtime';
import fc from 'fast-check';
import {
  CODE_MS,
  canBeSentAgainAt,
  complete,
  decideEmail,
  end,
  hasCode,
  isSignedIn,
  open,
  prove,
  register,
  resendCommand,
  sendAgain,
  signIn,
} from './challenge.domain.ts';
import { createChallengeCodes, typedCode } from './code.ts';
import { createKnownBrowsers } from './known-browsers.ts';

const NOW = Date.parse('2026-06-18T13:05:00.000Z');
const iso = (ms: number) => new Date(ms).toISOString();
const sealer = createSealer(['a-master-key-for-tests']);
const codes = createChallengeCodes(sealer);
const id = newId();
const made = { id, email: 'ann@example.org', correlationId: 'c', sealed: codes.make(id) };
const opened = () => open(made, NOW);
const decided = (email: 'code' | 'no-account' | 'deactivated' = 'code') =>
  decideEmail(opened(), { email, serviceName: 'School Meals', sealed: 'sealed' }, NOW) ?? opened();

describe('a challenge', () => {
  test('decides its email once for each generation', () => {
    const first = decided();
    expect(first.messages).toMatchObject([
      { template: 'sign-in-code', sealed: 'sealed', notAfter: iso(NOW + CODE_MS) },
    ]);
    expect(decideEmail(first, { email: 'code', serviceName: '', sealed: '' }, NOW)).toBeUndefined();
    const again = sendAgain(first, NOW + 1);
    expect(again).toMatchObject({ generation: 2, sealed: made.sealed });
    expect(again).not.toHaveProperty('messages');
    const second = again && decideEmail(again, { email: 'code', serviceName: 'x', sealed: 's' }, NOW + 2);
    expect(second?.messages?.[0]?.id).not.toBe(first.messages?.[0]?.id);
  });

  test('has a code only where its email had one', () => {
    expect([opened(), decided('no-account'), decided('deactivated'), decided()].map(hasCode)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(decided('no-account').messages?.[0]).not.toHaveProperty('sealed');
  });

  test('is sent again after thirty seconds, ten times at most', () => {
    expect(canBeSentAgainAt(opened(), NOW)).toBe(NOW + 30_000);
    expect(canBeSentAgainAt({ ...opened(), generation: 10 }, NOW)).toBe(NOW + CODE_MS);
    expect(sendAgain(opened(), NOW + CODE_MS)).toBeUndefined();
  });

  test('keeps no code once it is over', () => {
    const ends = [
      signIn(decided(), newId(), iso(NOW)),
      end(decided(), 'expired', iso(NOW)),
      prove(decided(), newId(), iso(NOW)),
    ];
    for (const state of ends) {
      expect(state).not.toHaveProperty('sealed');
      expect(state).not.toHaveProperty('messages');
    }
  });

  test('makes a newcomer’s names final, and ends with directory’s answer', () => {
    const proved = prove(decided(), newId(), iso(NOW));
    const names = { givenName: 'Ada', familyName: 'Park', shown: [id], language: 'cy' as const };
    const asking = proved && register(proved, names, iso(NOW));
    expect(asking).toMatchObject({ ...names, commandRequest: { id: `sign-up:${id}` } });
    expect(asking && register(asking, { ...names, givenName: 'Eve' }, iso(NOW))).toBeUndefined();
    expect(asking && resendCommand(asking, iso(NOW + 60_000))?.commandRequest).toMatchObject({
      ...{ at: iso(NOW + 60_000), firstAt: iso(NOW) },
    });
    const userId = newId();
    const over = asking && complete(asking, userId, iso(NOW));
    expect(over).toMatchObject({ status: 'ended', outcome: 'registered', userId, shown: [id] });
    expect(over && isSignedIn(over)).toBe(true);
    expect(proved && complete(proved, userId, iso(NOW))).toBeUndefined();
  });

  test('never leaves its end', () => {
    const over = end(opened(), 'replaced', iso(NOW)) ?? opened();
    const tries = [
      sendAgain(over, NOW),
      signIn(over, newId(), iso(NOW)),
      prove(over, newId(), iso(NOW)),
      end(over, 'expired', iso(NOW)),
      complete(over, newId(), iso(NOW)),
    ];
    expect(tries).toEqual(tries.map(() => undefined));
    expect(isSignedIn(over)).toBe(false);
  });
});

describe('a code', () => {
  test('is eight digits, whatever is typed between them', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 });
    const between = fc.array(fc.constantFrom('', ' ', '-', '\u2013', '\u00a0', '\u200b', '\t'), {
      minLength: 9,
      maxLength: 9,
    });
    fc.assert(
      fc.property(digits, between, (code, noise) => {
        const typed = code.map((digit, n) => `${noise[n]}${digit}`).join('') + noise[8];
        expect(typedCode(typed)).toBe(code.join(''));
      }),
    );
  });

  test('opens for its own challenge alone, and differs each time', () => {
    const all = new Set(
      Array.from({ length: 50 }, () => sealer.open(codes.make(id), `challenge-code:${id}`)),
    );
    expect(all.size).toBeGreaterThan(45);
    for (const code of all) expect(code).toMatch(/^\d{8}$/);
    const code = sealer.open(made.sealed, `challenge-code:${id}`);
    expect(codes.isCode(` ${code.slice(0, 4)}-${code.slice(4)} `, made.sealed, id)).toBe(true);
    expect(codes.isCode('', made.sealed, id)).toBe(false);
    expect(codes.isCode(`${code}0`, made.sealed, id)).toBe(false);
    expect(() => codes.isCode(code, made.sealed, newId())).toThrow('sealed for another context');
  });
});

describe('a known browser', () => {
  const at = (ms: number, secure = true) => createKnownBrowsers({ sealer, secure, now: () => ms });
  const cookieOf = (set: string) => set.split(';')[0] ?? '';
  const DAY = 86_400_000;

  test('is known for a year, to the person alone', () => {
    const cookie = cookieOf(at(NOW).remember(undefined, 'ann@example.org'));
    expect(cookie).toMatch(/^__Secure-gatehouse-known=[\w-]{43}$/);
    expect(at(NOW).knows(cookie, 'ann@example.org')).toBe(true);
    expect(at(NOW + 364 * DAY).knows(cookie, 'ann@example.org')).toBe(true);
    expect(at(NOW + 400 * DAY).knows(cookie, 'ann@example.org')).toBe(false);
    expect(at(NOW).knows(cookie, 'bob@example.org')).toBe(false);
    expect(at(NOW).knows(undefined, 'ann@example.org')).toBe(false);
  });

  test('keeps the last people who share it, each once', () => {
    let cookie = '';
    for (const name of ['a', 'b', 'a', 'c', 'd', 'e'])
      cookie = cookieOf(at(NOW, false).remember(cookie, name));
    expect(cookie.split('.')).toHaveLength(4);
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => at(NOW, false).knows(cookie, name))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  test('is none by a cookie that somebody made up', () => {
    for (const value of ['', 'x', '.'.repeat(50), 'a'.repeat(4_000)])
      expect(at(NOW).knows(`__Secure-gatehouse-known=${value}`, 'ann@example.org')).toBe(false);
  });
});
