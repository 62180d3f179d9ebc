import { managedSigningKeys, signingKeysChange } from '@gatehouse/contracts';
import { invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type SigningKeysDependencies, shownKeys } from './shown-keys.ts';

/** `POST /manage/signing-keys` */
export function changeSigningKeysRoute({ signingKeys }: SigningKeysDependencies): Route {
  return route({
    method: 'post',
    path: '/manage/signing-keys',
    access: 'operator',
    operationId: 'operatorChangeSigningKeys',
    summary: 'Sign with the next key from now on, or take a compromised one away',
    described: {
      text: 'The next key signs at once, a new one is next, and the one that signed is published until what it signed has run out. With `compromised` that key is gone from `/oidc/jwks` within a second, and all sessions that it signed for end.',
    },
    body: signingKeysChange,
    responses: { 200: managedSigningKeys },
    async handle({ body: { compromised }, correlationId, actor }) {
      const origin = { correlationId, actor };
      if (compromised === undefined) {
        return { status: 200, body: shownKeys(await signingKeys.bringIn(origin)) };
      }
      const state = await signingKeys.compromise(compromised, origin);
      if (state === undefined) throw invalidRequest(['compromised: there is no such key']);
      return { status: 200, body: shownKeys(state) };
    },
  });
}
