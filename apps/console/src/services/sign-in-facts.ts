import { code, text } from '../page/cells.ts';
import type { Cell, Fact } from '../page/view-model.ts';
import type { ServiceSignIn } from './managed-service.ts';

const AUTHENTICATES: Readonly<Record<string, string>> = {
  secret: 'by its client secret',
  private_key_jwt: 'by assertions that it signs (private_key_jwt)',
};
const OFFERED: Readonly<Record<string, string>> = {
  granted: 'those where the person has access to the service',
  member: 'all of the person’s that the service’s policies allow',
};

function keysOf({ jwks, jwksUri }: ServiceSignIn): Cell | undefined {
  if (jwksUri !== undefined) return code(jwksUri);
  return jwks === undefined ? undefined : text(`${jwks.keys.length} given`);
}

/** How people sign in to a service. */
export function signInFacts(signIn: ServiceSignIn | undefined): Fact[] {
  if (signIn === undefined) return [{ key: 'Sign-in', value: text('off: nobody can sign in to it') }];
  const { postLogoutRedirectUris, backchannelLogoutUri, startUrl, clientAuth, pkce } = signIn;
  const keys = keysOf(signIn);
  return [
    { key: 'Sign-in', value: text(`on: it authenticates ${AUTHENTICATES[clientAuth] ?? clientAuth}`) },
    ...(startUrl === undefined ? [] : [{ key: 'Sign-in: starts at', value: code(startUrl) }]),
    {
      key: 'Sign-in: after signing out',
      value:
        postLogoutRedirectUris.length === 0
          ? text(undefined)
          : postLogoutRedirectUris.map((uri) => code(uri)),
    },
    ...(backchannelLogoutUri === undefined
      ? []
      : [{ key: 'Sign-in: logout tokens go to', value: code(backchannelLogoutUri) }]),
    ...(keys === undefined ? [] : [{ key: 'Sign-in: public keys', value: keys }]),
    { key: 'Sign-in: code challenge (PKCE)', value: text(pkce) },
    {
      key: 'Sign-in: organisations offered',
      value: text(OFFERED[signIn.organisations] ?? signIn.organisations),
    },
    { key: 'Sign-in: refresh tokens', value: text(signIn.refreshTokens ? 'given' : 'not given') },
  ];
}
