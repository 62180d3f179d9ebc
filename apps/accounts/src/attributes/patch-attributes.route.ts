import { invalidRequest } from '@gatehouse/errors';
import { faultOfKind, type Route, route } from '@gatehouse/http';
import { z } from 'zod';
import { requireAccounts } from '../clients/require-accounts.ts';
import type { People } from '../people/people.read-model.ts';
import { requireSession } from '../sessions/given-session.ts';
import {
  type KnownAttributes,
  knownAttributes,
  refuseUnknown,
  refuseWithoutMfa,
} from './attribute-access.ts';
import { type BuiltIn, unwritableBecause } from './attribute-definition.ts';
import type { AttributesDependencies } from './get-attributes.route.ts';
import { valueFault } from './value-faults.domain.ts';

type Given = Readonly<Record<string, unknown>>;

const BUILT_IN_TYPES: Readonly<Record<BuiltIn, 'text' | 'boolean'>> = {
  email: 'text',
  email_verified: 'boolean',
};

const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const attributesBody = z
  .object({
    // Not a record: that leaves out names that objects have of themselves.
    attributes: z
      .custom<Given>(isObject, { error: 'attributes should be an object of values by name' })
      .meta({
        type: 'object',
        additionalProperties: {},
        description: 'The values by name; null takes one out.',
      }),
  })
  .meta({ id: 'AttributesBody', description: 'Values of attributes to be set, all or none.' });

function refuseFaulty({ builtIn, definitions }: KnownAttributes, given: Given): void {
  const types = [
    ...builtIn.map((name) => [name, BUILT_IN_TYPES[name]] as const),
    ...[...definitions].map(([name, { type }]) => [name, type] as const),
  ];
  const faults = types.flatMap(([name, type]) => {
    const fault = valueFault(type, given[name]);
    return fault === undefined ? [] : `${name} ${fault}`;
  });
  if (faults.length > 0) throw invalidRequest(faults);
}

function refuseUnwritable({ builtIn, definitions }: KnownAttributes, serviceId: string): void {
  const reasons = [
    ...builtIn.map((name) => [name, 'is the identity provider’s word'] as const),
    ...[...definitions].map(([name, each]) => [name, unwritableBecause(each, serviceId)] as const),
  ].filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (reasons.length === 0) return;
  throw faultOfKind('unwritable-attributes', {
    attributes: reasons.map(([name]) => name),
    errors: reasons.map(([name, reason]) => `${name} ${reason}`),
  });
}

export interface PatchAttributesDependencies extends AttributesDependencies {
  people: Pick<People, 'users'>;
}

/** PATCH /api/attributes: sets attributes of the person, all or none. */
export function patchAttributesRoute(dependencies: PatchAttributesDependencies): Route {
  const { clients, sessions, people, accountIdentities, attributeDefinitions, attributes } = dependencies;
  /** Who is removed, or lost the last identity, meanwhile had the values taken out before these came. */
  async function isGone(userId: string): Promise<boolean> {
    if ((await people.users.statusOf(userId)) === 'removed') return true;
    return (await accountIdentities.ofUser(userId, { limit: 1 })).length === 0;
  }

  return route({
    method: 'patch',
    path: '/api/attributes',
    access: 'own-service',
    operationId: 'setAccountAttributes',
    summary: 'Set attributes of who is signed in',
    described: {
      text: 'All or none are set; `null` takes a value out. The values of a person come to 64 KiB at most. For services with the param `canUseAccounts`.',
      problems: ['session-invalid', 'unknown-attribute-names', 'unwritable-attributes', 'mfa-required'],
    },
    body: attributesBody,
    responses: {
      200: z
        .object({
          govuk_account_session: z.string().describe('The session that was given, without messages.'),
        })
        .meta({ id: 'AttributesSet', description: 'They are set.' }),
    },
    resolve(request) {
      requireAccounts(clients, request);
      return requireSession(sessions, request);
    },
    async handle({ body, caller, actor, correlationId }, { token, session: { userId, mfa } }) {
      const given = body.attributes;
      const known = await knownAttributes(attributeDefinitions, Object.keys(given), caller.serviceId);
      refuseFaulty(known, given);
      refuseUnknown(known);
      refuseUnwritable(known, caller.serviceId);
      refuseWithoutMfa(known, { mfa }, 'set');
      const set = [...known.definitions].map(([name, definition]) => ({ definition, value: given[name] }));
      const origin = { actor, correlationId };
      if (set.length > 0 && !(await attributes.set(userId, set, origin))) {
        const names = set.map(({ definition }) => definition.id).join(', ');
        throw invalidRequest([`${names}: all values of a person should be at most 64 KiB together`]);
      }
      if (await isGone(userId)) {
        await attributes.erase(userId, origin);
        throw faultOfKind('session-invalid', {});
      }
      return { status: 200, body: { govuk_account_session: token } };
    },
  });
}
