import type { NamedAccountProvider } from '@gatehouse/contracts';
import { namedAccountProvider, shapedBy } from '@gatehouse/contracts';
import { changeEntity } from '@gatehouse/entities';
import { conflict, invalidRequest } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { needsKey, PROVIDER_ID, putNamed } from './account-provider.domain.ts';
import type { ProviderRoutesDependencies } from './dependencies.ts';
import { makeClientKey } from './make-client-key.ts';
import { SECRET_CONTEXT } from './open-provider.ts';
import { accountProviderKind } from './provider.store.ts';
import { accountProviderBody } from './provider-request.ts';
import { shownAccountProvider, shownProvider } from './shown-provider.ts';

/** Identities that are users' by a former provider would be nobody's. */
export async function refuseWhileLinked(
  {
    accountProvider,
    accountIdentities,
  }: Pick<ProviderRoutesDependencies, 'accountProvider' | 'accountIdentities'>,
  next: string | undefined,
): Promise<void> {
  const issuer = (await accountProvider.get(PROVIDER_ID))?.state.named?.issuer;
  if (issuer === undefined || issuer === next) return;
  if (await accountIdentities.someLinkedOf(issuer)) {
    throw conflict('Identities of the present provider are linked to users');
  }
}

/** PUT /manage/account-provider: names the provider that frontends sign people in with. */
export function putProviderRoute(dependencies: ProviderRoutesDependencies): Route {
  const { accountProvider, sealer, issuer, defaultRedirect, now } = dependencies;
  const kind = accountProviderKind(accountProvider, now);
  return route({
    method: 'put',
    path: '/manage/account-provider',
    access: 'operator',
    operationId: 'operatorPutAccountProvider',
    summary: 'Name the provider of first-party frontends',
    described: {
      text: 'It takes the place of the platform’s own. A `clientSecret` that is left out stays as it was. Keys of client assertions are made by the platform.',
      refusals: { conflict: 'Identities of the present provider are linked to users: its issuer stays.' },
    },
    body: accountProviderBody(dependencies.allowHttpOnLoopback),
    responses: { 200: shownAccountProvider },
    async handle({ body, actor, correlationId }) {
      await refuseWhileLinked(dependencies, body.issuer);
      const { clientSecret: secret, ...others } = body;
      const details: NamedAccountProvider = shapedBy(namedAccountProvider, {
        ...others,
        ...(secret !== undefined && { clientSecret: sealer.seal(secret, SECRET_CONTEXT) }),
      });
      const known = (await accountProvider.get(PROVIDER_ID))?.state;
      const isSecretNeeded = details.authentication !== 'private_key_jwt';
      if (isSecretNeeded && details.clientSecret === undefined && known?.named?.clientSecret === undefined) {
        throw invalidRequest(['clientSecret is needed for this authentication']);
      }
      const key = needsKey(known, details)
        ? await makeClientKey(details.signingAlgorithm, sealer)
        : undefined;
      const { result } = await changeEntity(kind, PROVIDER_ID, { actor, correlationId }, (current) => {
        const state = putNamed(current, details, now(), needsKey(current, details) ? key : undefined);
        return { state, result: state };
      });
      return { status: 200, body: shownProvider(result, { issuer, defaultRedirect, nowMs: now() }) };
    },
  });
}
