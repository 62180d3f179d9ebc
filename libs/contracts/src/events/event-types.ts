import { z } from 'zod';
import { actor, instant, version } from '../primitives.ts';
import { topics } from '../topics.ts';
import { accessRequestState } from './access-request.ts';
import { attributeDefinitionState, attributeValuesState } from './account-attributes.ts';
import { accountIdentityState } from './account-identity.ts';
import { accountProviderState } from './account-provider.ts';
import { addressChangeState } from './address-change.ts';
import { announcementState } from './announcement.ts';
import { challengeState } from './challenge.ts';
import { deliveryState } from './delivery.ts';
import { grantState, serviceLinkState } from './grant.ts';
import { identityState } from './identity.ts';
import { identityProviderState } from './identity-provider.ts';
import { invitationState } from './invitation.ts';
import { noticeState } from './notice.ts';
import { organisationState } from './organisation.ts';
import { organisationApproversState } from './organisation-approvers.ts';
import { registrationState } from './registration.ts';
import { serviceState } from './service.ts';
import { sessionState } from './session.ts';
import { signingKeysState } from './signing-keys.ts';
import { userState } from './user.ts';
import { webhookState } from './webhook.ts';

/** A CloudEvents 1.0 envelope (structured JSON) around one entity's full state after a change. */
function eventOf<T extends string, S extends z.ZodType>(type: T, state: S) {
  return z.object({
    specversion: z.literal('1.0').describe('The version of CloudEvents.'),
    id: z
      .string()
      .describe('`<entity id>/<version>`: one event for each version. What comes again has the same id.'),
    source: z.string().describe('`/gatehouse/<app>`: the app that owns the entity.'),
    type: z.literal(type).describe('What kind of entity it is about, and the version of its contract.'),
    subject: z.string().describe("The entity's id, which is the record's key."),
    time: instant.describe('When the change was made.'),
    datacontenttype: z.literal('application/json').describe('The form of `data`.'),
    correlationid: z.string().describe('Extension: the request that began the chain.'),
    causationid: z.string().optional().describe('Extension: the id of the event that this one reacts to.'),
    actor: actor.describe(
      'Extension: who caused it. `client:<service id>`, `person:<user id>`, `operator`, `invitation:<id>`, `registration:<id>`, `import`, or `platform` (time).',
    ),
    data: z
      .object({
        version: version.describe("The entity's version: grows with every change, with gaps."),
        changed: z
          .array(z.string())
          .describe("Names of the state's members that this change made, altered or took out."),
        state: state.describe("The entity's full state after the change."),
      })
      .describe('The change.'),
  });
}

/** Every event type of the platform: the topic of its entities, and their state. A v1 type only gains optional members. */
const entities = {
  'gatehouse.directory.user.v1': { topic: topics.users, state: userState },
  'gatehouse.directory.address-change.v1': { topic: topics.addressChanges, state: addressChangeState },
  'gatehouse.directory.organisation.v1': { topic: topics.organisations, state: organisationState },
  'gatehouse.directory.announcement.v1': { topic: topics.announcements, state: announcementState },
  'gatehouse.access.service.v1': { topic: topics.services, state: serviceState },
  'gatehouse.access.grant.v1': { topic: topics.grants, state: grantState },
  'gatehouse.access.service-link.v1': { topic: topics.grants, state: serviceLinkState },
  'gatehouse.access.approvers.v1': { topic: topics.grants, state: organisationApproversState },
  'gatehouse.access.request.v1': { topic: topics.accessRequests, state: accessRequestState },
  'gatehouse.access.notice.v1': { topic: topics.notices, state: noticeState },
  'gatehouse.invitations.invitation.v1': { topic: topics.invitations, state: invitationState },
  'gatehouse.invitations.registration.v1': { topic: topics.invitations, state: registrationState },
  'gatehouse.signin.session.v1': { topic: topics.sessions, state: sessionState },
  'gatehouse.signin.challenge.v1': { topic: topics.challenges, state: challengeState },
  'gatehouse.signin.identity.v1': { topic: topics.identities, state: identityState },
  'gatehouse.signin.identity-provider.v1': { topic: topics.identities, state: identityProviderState },
  'gatehouse.signin.signing-keys.v1': { topic: topics.signingKeys, state: signingKeysState },
  'gatehouse.accounts.identity.v1': { topic: topics.accountIdentities, state: accountIdentityState },
  'gatehouse.accounts.attribute-values.v1': { topic: topics.accountAttributes, state: attributeValuesState },
  'gatehouse.accounts.provider.v1': { topic: topics.accountProviders, state: accountProviderState },
  'gatehouse.accounts.attribute-definition.v1': {
    topic: topics.accountProviders,
    state: attributeDefinitionState,
  },
  'gatehouse.notifier.webhook.v1': { topic: topics.webhooks, state: webhookState },
  'gatehouse.notifier.delivery.v1': { topic: topics.deliveries, state: deliveryState },
} as const;
type Entities = typeof entities;

/** Each event type with the name of its topic, and the schema of the whole event. */
export const eventTypes = Object.fromEntries(
  Object.entries(entities).map(([type, { topic, state }]) => [
    type,
    { topic: topic.name, schema: eventOf(type, state) },
  ]),
) as unknown as {
  readonly [T in keyof Entities]: {
    topic: Entities[T]['topic']['name'];
    schema: Entities[T]['state'] extends infer S extends z.ZodType ? ReturnType<typeof eventOf<T, S>> : never;
  };
};

export type EventType = keyof typeof eventTypes;
/** An event as a consumer reads it. */
export type EventOf<T extends EventType> = z.output<(typeof eventTypes)[T]['schema']>;
/** The state that an event type carries, as a publisher gives it. */
export type StateOf<T extends EventType> = z.input<(typeof eventTypes)[T]['schema']>['data']['state'];

/** Reads an event; undefined for a type that this release does not know (to be ignored), throws ZodError for one that breaks its contract. */
export function parseEvent(value: unknown): EventOf<EventType> | undefined {
  const type = (value as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(eventTypes, type)) return undefined;
  return eventTypes[type as EventType].schema.parse(value) as EventOf<EventType>;
}
