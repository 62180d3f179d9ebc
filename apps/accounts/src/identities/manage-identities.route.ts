import { conflict, notFound } from '@gatehouse/errors';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { lookUpUntil } from '@gatehouse/runtime';
import { z } from 'zod';
import type { People } from '../people/people.read-model.ts';
import type { Provider } from '../provider/open-provider.ts';
import {
  managedAccountIdentitiesPage,
  managedAccountIdentity,
  shownIdentity,
} from './account-identity-words.ts';
import { link, presentIdentity, tell } from './identity.domain.ts';
import { accountIdentityId } from './identity-keys.ts';
import { pathSubject, subjectIn } from './oidc-user-words.ts';
import { type RemovingParts, removeIdentity } from './remove-identity.ts';

export interface ManageIdentitiesDependencies extends RemovingParts {
  provider: Pick<Provider, 'current'>;
  people: Pick<People, 'users'>;
}

const PATH = '/manage/users/:userId/account-identities';
const noSuchIdentity = () => notFound('This user has no such identity');

/** The operator's calls for the identities of a user. */
export function manageIdentityRoutes(dependencies: ManageIdentitiesDependencies): Route[] {
  return [listIdentities(dependencies), putIdentity(dependencies), deleteIdentity(dependencies)];
}

function listIdentities({ accountIdentities }: ManageIdentitiesDependencies): Route {
  return route({
    method: 'get',
    path: PATH,
    access: 'operator',
    operationId: 'operatorListAccountIdentities',
    summary: 'List the identities of a user at the accounts provider',
    uuidParams: ['userId'],
    query: z.object(pageQuery),
    responses: { 200: managedAccountIdentitiesPage },
    async handle({ params: { userId }, query }) {
      const { records, members } = await readPage(
        query,
        await accountIdentities.count({ userId }),
        (skip, limit) => accountIdentities.ofUser(userId, { skip, limit }),
      );
      return { status: 200, body: { identities: records.map(shownIdentity), ...members } };
    },
  });
}

function putIdentity(dependencies: ManageIdentitiesDependencies): Route {
  const { accountIdentities, provider, people, now } = dependencies;
  return route({
    method: 'put',
    path: `${PATH}/:subject`,
    access: 'operator',
    operationId: 'operatorLinkAccountIdentity',
    summary: 'Link an account at the provider with a user',
    described: {
      text: 'Who signs in with that account is this user from then on. It stays so: no later word of the provider changes it.',
      params: { subject: pathSubject },
      refusals: { conflict: 'The account is another user’s.' },
    },
    uuidParams: ['userId'],
    responses: { 200: managedAccountIdentity, 201: managedAccountIdentity },
    async handle({ params, actor, correlationId }) {
      const { userId } = params;
      const subject = subjectIn(params);
      const user = await lookUpUntil(() => people.users.get(userId));
      if (user === undefined) throw notFound('There is no such user');
      const { issuer, isNamed } = (await provider.current()).provider;
      if (!isNamed && subject !== userId)
        throw conflict('The platform’s own subjects are the ids of its users');
      const id = accountIdentityId(issuer, subject);
      const at = new Date(now()).toISOString();
      const linkedBy = isNamed ? ('operator' as const) : ('own' as const);
      const written = await accountIdentities.change(id, { actor, correlationId }, (current) => {
        const before = presentIdentity(current);
        if (before?.status === 'linked') return { result: { identity: before, isNew: false } };
        const known = tell(current, { id, issuer, subject }, { correlationId }, at);
        const identity = link(known, { userId, linkedBy }, at);
        return { state: identity, result: { identity, isNew: true } };
      });
      if (written.taken !== undefined) throw conflict('Another identity came in between');
      const { identity, isNew } = written.result;
      if (identity.userId !== userId) throw conflict('This account is another user’s');
      const body = shownIdentity(identity);
      return isNew ? { status: 201, body } : { status: 200, body };
    },
  });
}

function deleteIdentity(dependencies: ManageIdentitiesDependencies): Route {
  return route({
    method: 'delete',
    path: `${PATH}/:subject`,
    access: 'operator',
    operationId: 'operatorUnlinkAccountIdentity',
    summary: 'Unlink an account at the provider from its user',
    described: {
      text: 'Its sessions end; with the last one of a user the attributes go. The user stays. Whoever signs in with the account again is decided anew.',
      params: { subject: pathSubject },
    },
    uuidParams: ['userId'],
    responses: { 204: 'It is unlinked.' },
    async handle({ params, actor, correlationId }) {
      const subject = subjectIn(params);
      const { issuer } = (await dependencies.provider.current()).provider;
      const id = accountIdentityId(issuer, subject);
      const how = { userStays: true, ofUser: params.userId };
      const isGone = await removeIdentity(dependencies, id, { actor, correlationId }, how);
      if (!isGone) throw noSuchIdentity();
      return { status: 204 };
    },
  });
}
