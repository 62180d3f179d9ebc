import type { ScriptedProvider } from '@gatehouse/testing';
import type { AccountsUnderTest, SendOptions } from './accounts-under-test.ts';

export const REDIRECT_URI = 'https://www.example.org/sign-in/callback';

/** A first-party frontend with a browser that goes where it is sent. */
export function frontendOf(accounts: AccountsUnderTest) {
  const begin = (query = '', options: SendOptions = {}) =>
    accounts.send('frontend', 'GET', `/api/oauth2/sign-in${query}`, options);
  const callback = (body: unknown, options: SendOptions = {}) =>
    accounts.send('frontend', 'POST', '/api/oauth2/callback', { ...options, body });

  /** What the provider sends back. */
  async function broughtBack(authUri: string): Promise<Record<string, string>> {
    const { headers } = await fetch(authUri, { redirect: 'manual' });
    return Object.fromEntries(new URL(headers.get('location') ?? '').searchParams);
  }

  /** As clients do: code and state alone. */
  async function signIn(query = '', options: SendOptions = {}) {
    const { body } = await begin(query);
    const { code, state } = await broughtBack(body.auth_uri);
    return callback({ code, state }, options);
  }

  return {
    begin,
    callback,
    broughtBack,
    signIn,
    user: (session: string | undefined) => accounts.send('frontend', 'GET', '/api/user', { session }),
    /** Names the provider, as the operator does. */
    async useProvider({ issuer, clientId, clientSecret }: ScriptedProvider, more: object = {}) {
      const body = {
        ...{ issuer, clientId, clientSecret, redirectUri: REDIRECT_URI },
        authentication: 'client_secret_basic',
        ...more,
      };
      const answer = await accounts.send('operator', 'PUT', '/manage/account-provider', { body });
      expect(answer).toMatchObject({ status: 200 });
      return answer.body;
    },
  };
}

export type Frontend = ReturnType<typeof frontendOf>;
