import { type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { type Clients, requireAccounts } from '../clients/require-accounts.ts';
import type { AccountIdentities } from '../identities/open-identities.ts';
import { requireSession } from '../sessions/given-session.ts';
import type { AccountSessions } from '../sessions/open-sessions.ts';
import { knownAttributes, refuseUnknown, refuseWithoutMfa } from './attribute-access.ts';
import type { BuiltIn } from './attribute-definition.ts';
import type { AttributeDefinitionsCollection } from './definitions.store.ts';
import type { Attributes } from './open-attributes.ts';

export interface AttributesDependencies {
  clients: Clients;
  sessions: AccountSessions;
  accountIdentities: Pick<AccountIdentities, 'linked' | 'ofUser'>;
  attributeDefinitions: AttributeDefinitionsCollection;
  attributes: Attributes;
}

const NAMES = 100;

const attributeValues = z
  .object({
    values: z
      .record(z.string(), z.unknown())
      .describe('The values, by name. What the person has no value of is left out.'),
    govuk_account_session: z.string().describe('The session that was given, without messages.'),
  })
  .meta({ id: 'AttributeValues', description: 'The values of a person’s attributes.' });

/** GET /api/attributes: the values of the named attributes that the person holds. */
export function getAttributesRoute(dependencies: AttributesDependencies): Route {
  const { clients, sessions, accountIdentities, attributeDefinitions, attributes } = dependencies;

  async function builtInValues(identityId: string, names: readonly BuiltIn[]): Promise<[string, unknown][]> {
    if (names.length === 0) return [];
    const { email, emailVerified } = (await accountIdentities.linked(identityId)) ?? {};
    const all = { email, email_verified: emailVerified };
    return names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]));
  }

  return route({
    method: 'get',
    path: '/api/attributes',
    access: 'own-service',
    operationId: 'getAccountAttributes',
    summary: 'Read attributes of who is signed in',
    described: {
      text: 'The session goes in the header `GOVUK-Account-Session`. `email` and `email_verified` are built in; others are declared by the operator. For services with the param `canUseAccounts`.',
      problems: ['session-invalid', 'unknown-attribute-names', 'mfa-required'],
    },
    query: z.object({
      attributes: z
        .array(z.string(), { error: 'attributes is missing: give attributes[], once for each name' })
        .min(1)
        .max(NAMES, { error: `attributes may have at most ${NAMES} names` })
        .describe('The names of the attributes.'),
    }),
    responses: { 200: attributeValues },
    resolve(request) {
      requireAccounts(clients, request);
      return requireSession(sessions, request);
    },
    async handle({ query, caller }, { token, session }) {
      const names = [...new Set(query.attributes)];
      const known = await knownAttributes(attributeDefinitions, names, caller.serviceId);
      refuseUnknown(known);
      refuseWithoutMfa(known, session, 'get');
      const builtIn = await builtInValues(session.identityId, known.builtIn);
      const held = await attributes.read(session.userId, known.definitions);
      const values = Object.fromEntries([...builtIn, ...held]);
      return { status: 200, body: { values, govuk_account_session: token } };
    },
  });
}
