import { randomUUID } from 'node:crypto';
import type { PlatformUnderTest } from './platform-process.ts';
import { makeUser } from './scene.ts';
import { codeTo, makeSignInScene, REDIRECT, redeem, type SignInVisitor, visitorOf } from './sign-in-scene.ts';

/** Keeps a text of which nothing may be written anywhere, and gives it back. */
export type KeepSecret = (what: string, text?: string) => string;

function keepCookies({ browser }: SignInVisitor, secret: KeepSecret, whose: string): void {
  for (const { name, value } of browser.cookies()) secret(`${whose} cookie ${name}`, value);
}

/** Somebody signs in, goes wrong on the way, and signs out; a service redeems, refreshes, revokes, and is refused. */
export async function signInWithSecrets(platform: PlatformUnderTest, secret: KeepSecret): Promise<string[]> {
  const { url, operator, mailboxUrl } = platform;
  const mark = () => `q${randomUUID().replaceAll('-', '')}`;
  const scene = await makeSignInScene(url, operator, { signIn: { refreshTokens: true } });
  secret('a client secret', scene.clientSecret);
  const email = `${mark()}@example.org`;
  secret('who signs in', email.split('@')[0]);
  await makeUser(operator, email);

  const person = visitorOf(url, scene.clientId);
  const asked = await person.begin({
    ...{ state: secret('a state', mark()), nonce: secret('a nonce', mark()) },
    login_hint: `${secret('a hint', mark())}@example.org`,
    scope: 'openid email offline_access',
  });
  await person.submit(asked, '/address', { email: secret('no address', mark()) });
  const waiting = await person.follow(await person.submit(asked, '/address', { email }));
  await person.submit(waiting, '/code', { code: secret('a wrong sign-in code', mark()) });
  const code = await codeTo(mailboxUrl, email);
  secret('a sign-in code', code);
  secret('a sign-in code without its space', code.replace(' ', ''));
  keepCookies(person, secret, 'an early');
  const back = await person.follow(await person.submit(waiting, '/code', { code }));
  keepCookies(person, secret, 'a late');
  if (!back.location?.startsWith(`${REDIRECT}?code=`)) throw new Error(`no way back: ${back.status}`);
  const given = secret('a code of OAuth', new URL(back.location).searchParams.get('code') ?? '');

  const redeemed = await redeem(url, scene, given);
  const tokens = (await redeemed.json()) as Record<string, string>;
  for (const name of ['access_token', 'refresh_token', 'id_token']) secret(`the ${name}`, tokens[name]);
  secret('the signature of the id_token', tokens.id_token?.split('.')[2]);
  const bearer = { authorization: `Bearer ${tokens.access_token}` };
  await fetch(`${url}/oidc/userinfo`, { headers: bearer });
  const forged = { authorization: `Bearer ${secret('a made-up access token', mark())}` };
  const guessed = { ...scene, clientSecret: secret('a guessed client secret', mark()) };
  const answers = [
    await (await redeem(url, scene, given)).text(),
    await (await redeem(url, scene, secret('a made-up code', mark()))).text(),
    await (await redeem(url, guessed, given)).text(),
    await (await fetch(`${url}/oidc/userinfo`, { headers: forged })).text(),
    await (await fetch(`${url}/oidc/userinfo?access_token=${secret('a token by query', mark())}`)).text(),
    (await person.open(`/oidc/authorize?client_id=${secret('no client', mark())}`)).html,
    (await person.open(`/sign-in/${secret('no request', mark())}`)).status.toString(),
    (await person.open(`/sign-in/from/${randomUUID()}?state=${secret('no way back', mark())}`)).html,
  ];
  const hint = tokens.id_token ?? '';
  const state = secret('a state of signing out', mark());
  await person.open(`/oidc/end-session?${new URLSearchParams({ id_token_hint: `${hint}x`, state })}`);
  await person.open(`/oidc/end-session?${new URLSearchParams({ id_token_hint: hint, state })}`);
  return answers;
}
