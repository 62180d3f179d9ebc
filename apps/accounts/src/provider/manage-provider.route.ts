import { accountProviderWords as words } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict, notFound } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { emptyProvider, PROVIDER_ID, withKey, withoutNamed } from './account-provider.domain.ts';
import type { ProviderRoutesDependencies } from './dependencies.ts';
import { publishedKeys } from './keys.domain.ts';
import { makeClientKey } from './make-client-key.ts';
import { accountProviderKind } from './provider.store.ts';
import { redirectAddress } from './provider-request.ts';
import { clientKeys, publicJwkOf } from './published-jwks.ts';
import { refuseWhileLinked } from './put-provider.route.ts';
import { shownAccountProvider, shownProvider } from './shown-provider.ts';

const DAY_S = 86_400;
const MOST_OVERLAP_S = 30 * DAY_S;

/** GET /manage/account-provider. */
export function getProviderRoute(dependencies: ProviderRoutesDependencies): Route {
  const { accountProvider, issuer, defaultRedirect, now } = dependencies;
  return route({
    method: 'get',
    path: '/manage/account-provider',
    access: 'operator',
    operationId: 'operatorGetAccountProvider',
    summary: 'Show the provider of first-party frontends',
    responses: { 200: shownAccountProvider },
    async handle() {
      const state = (await accountProvider.get(PROVIDER_ID))?.state;
      return { status: 200, body: shownProvider(state, { issuer, defaultRedirect, nowMs: now() }) };
    },
  });
}

/** DELETE /manage/account-provider: the platform's own is used again. */
export function deleteProviderRoute(dependencies: ProviderRoutesDependencies): Route {
  const { accountProvider, now } = dependencies;
  const kind = accountProviderKind(accountProvider, now);
  return route({
    method: 'delete',
    path: '/manage/account-provider',
    access: 'operator',
    operationId: 'operatorDeleteAccountProvider',
    summary: 'Go back to the platform’s own provider',
    described: {
      refusals: {
        'not-found': 'No provider is named.',
        conflict: 'Identities of the named one are linked to users.',
      },
    },
    responses: { 204: 'The platform’s own is used again.' },
    async handle({ actor, correlationId }) {
      await refuseWhileLinked(dependencies, undefined);
      const { result } = await changeEntity(kind, PROVIDER_ID, { actor, correlationId }, (current) => {
        const state = withoutNamed(current, new Date(now()).toISOString());
        return { state, result: state !== undefined };
      });
      if (!result) throw notFound('No provider is named');
      return { status: 204 };
    },
  });
}

/** PUT /manage/account-provider/redirect: where people come back to from the platform's own provider. */
export function putRedirectRoute(dependencies: ProviderRoutesDependencies): Route {
  const { accountProvider, issuer, defaultRedirect, now } = dependencies;
  const kind = accountProviderKind(accountProvider, now);
  return route({
    method: 'put',
    path: '/manage/account-provider/redirect',
    access: 'operator',
    operationId: 'operatorPutAccountRedirect',
    summary: 'Set where people come back to from the platform’s own provider',
    described: { text: 'The address of the first-party frontend that takes code and state.' },
    body: z
      .strictObject({
        redirectUri: redirectAddress.describe(words.redirectUri),
        postLogoutRedirectUri: redirectAddress.optional().describe(words.postLogoutRedirectUri),
      })
      .meta({ id: 'AccountRedirect', description: 'Where people come back to.' }),
    responses: { 200: shownAccountProvider },
    async handle({ body: { redirectUri, postLogoutRedirectUri }, actor, correlationId }) {
      const own = { redirectUri, ...(postLogoutRedirectUri !== undefined && { postLogoutRedirectUri }) };
      const { result } = await changeEntity(kind, PROVIDER_ID, { actor, correlationId }, (current) => {
        const at = new Date(now()).toISOString();
        const state = { ...(current ?? emptyProvider(at)), own, updatedAt: at };
        return { state, result: state };
      });
      return { status: 200, body: shownProvider(result, { issuer, defaultRedirect, nowMs: now() }) };
    },
  });
}

/** POST /manage/account-provider/key: a new key of client assertions. */
export function makeKeyRoute({ accountProvider, sealer, now }: ProviderRoutesDependencies): Route {
  const kind = accountProviderKind(accountProvider, now);
  return route({
    method: 'post',
    path: '/manage/account-provider/key',
    access: 'operator',
    operationId: 'operatorMakeAccountKey',
    summary: 'Make a new key for client assertions',
    described: {
      text: 'It is published at once and signs after the overlap; the former one is published as long again.',
      refusals: { conflict: 'The provider in use takes no client assertions.' },
    },
    body: z
      .strictObject({
        overlapSeconds: z
          .int()
          .min(0)
          .max(MOST_OVERLAP_S)
          .default(DAY_S)
          .describe('How long the former key signs on: the provider reads the new one meanwhile.'),
      })
      .meta({ id: 'AccountKeyBody', description: 'How the key takes over.' }),
    responses: { 201: clientKeys },
    async handle({ body: { overlapSeconds }, actor, correlationId }) {
      const known = (await accountProvider.get(PROVIDER_ID))?.state.named;
      if (known?.authentication !== 'private_key_jwt') throw noAssertions();
      const key = await makeClientKey(known.signingAlgorithm, sealer);
      const { result } = await changeEntity(kind, PROVIDER_ID, { actor, correlationId }, (current) => {
        if (current?.named?.signingAlgorithm !== key.alg) return { result: undefined };
        const times = { nowMs: now(), overlapMs: overlapSeconds * 1_000 };
        const keys = withKey(current.keys, key, times);
        const state = { ...current, keys, updatedAt: new Date(now()).toISOString() };
        return { state, result: state };
      });
      if (result === undefined) throw noAssertions();
      return { status: 201, body: { keys: publishedKeys(result.keys, now()).map(publicJwkOf) } };
    },
  });
}

function noAssertions() {
  return conflict('The provider in use takes no client assertions');
}
