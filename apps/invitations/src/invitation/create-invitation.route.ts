import { emailKey, type Origin, serviceInPath } from '@gatehouse/contracts';
import { forbidden, invalidRequest, unavailable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { type Clock, canonicalId, idFrom, newId } from '@gatehouse/runtime';
import { type RegisteredService, type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';
import { z } from 'zod';
import type { OrganisationsProjection } from '../projections/organisations.store.ts';
import type { UsersProjection } from '../projections/users.store.ts';
import {
  canonicalJson,
  idempotencyKey,
  isIdempotencyKey,
  type KeyedRequest,
  keyedRequest,
  precedentOf,
} from './idempotency.ts';
import { receive } from './invitation.ts';
import { type InvitationRequest, invitationRequest, overrideOf, referencesOf } from './invitation-request.ts';
import type { Invitations } from './invitations.store.ts';
import { referenceFaults } from './reference-faults.ts';
import type { UnderWay } from './under-way.ts';

const ATTEMPTS = 10;

/** Any object passes, so that the faults of values and of references are reported together. */
const body = z.union([invitationRequest, z.looseObject({})]);

const acceptedRequest = z
  .object({ invitationId: z.string().describe('The id of the invitation: a UUID in upper case.') })
  .meta({ id: 'AcceptedInvitation', description: 'The request was accepted; the rest follows.' });

/** An accepted request, before it has an id. */
interface Accepted {
  request: InvitationRequest;
  serviceId: string;
  audienceServiceId: string;
}

function keyFaults(key: string | undefined): string[] {
  if (key === undefined || isIdempotencyKey(key)) return [];
  return ['Idempotency-Key must be 1 to 255 printable characters'];
}

/** What makes two requests the same while an invitation is open. */
function sameAs({ request, serviceId, audienceServiceId }: Accepted): string {
  const { sourceId, email, callback, organisation } = request;
  const organisationId = canonicalId(organisation ?? '') ?? null;
  const members = [sourceId, emailKey(email), callback ?? null, organisationId, serviceId, audienceServiceId];
  return idFrom('same request', JSON.stringify(members));
}

function invitationOf(
  { request, serviceId, audienceServiceId }: Accepted,
  id: string,
  correlationId: string,
  now: number,
  ttlMs: number,
) {
  const { sourceId, email, given_name: givenName, family_name: familyName } = request;
  const received = {
    ...{ id, serviceId, audienceServiceId, sourceId, email, givenName, familyName, correlationId },
    ...referencesOf(request),
    subjectOverride: overrideOf(request.inviteSubjectOverride),
    bodyOverride: overrideOf(request.inviteBodyOverride),
  };
  return receive(received, new Date(now).toISOString(), new Date(now + ttlMs).toISOString());
}

export interface CreateInvitationDependencies {
  invitations: Invitations;
  underWay: Pick<UnderWay, 'enter' | 'began'>;
  users: Pick<UsersProjection, 'withEmail'>;
  organisations: Pick<OrganisationsProjection, 'get'>;
  services: Pick<ServiceRegistry, 'byId' | 'byIdOrClientId'>;
  clock: Clock;
  ttlMs: number;
  allowPrivateCallbacks: boolean;
}

/**
 * Invites a person: one write, whether the email is known, invited or new. What follows is decided afterwards, on the
 * invitation's own event.
 */
export function createInvitationRoute(dependencies: CreateInvitationDependencies): Route {
  const { invitations, underWay, users, organisations, services, clock, ttlMs, allowPrivateCallbacks } =
    dependencies;

  async function soundRequest(
    given: z.output<typeof body>,
    service: RegisteredService,
    faults: readonly string[],
  ) {
    const parsed = invitationRequest.safeParse(given);
    const ofValues = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
    const ofReferences = await referenceFaults(referencesOf(given), {
      service: () => services.byId(service.id) ?? service,
      organisations,
      allowPrivateCallbacks,
    });
    const all = [...faults, ...ofValues, ...ofReferences];
    if (parsed.success && all.length === 0) return parsed.data;
    throw invalidRequest([...new Set(all)]);
  }

  /** The invitation that this request already has (`known`), or the id and marks of a new one. */
  async function resolvedOf(request: Accepted, keyed: KeyedRequest | undefined, attempt: number) {
    const same = sameAs(request);
    if (keyed !== undefined) {
      const used = await invitations.withIdempotency(keyed.id);
      // Taken by an invitation that came back after a restore, without its key.
      const firstUse = attempt > 0 && used === undefined ? attempt : 0;
      const precedent = precedentOf(keyed, used, clock.now(), firstUse);
      if (precedent.known !== undefined) return { known: precedent.known };
      return { id: precedent.invitationId, marks: { sameAs: same, idempotency: precedent.idempotency } };
    }
    const user = await users.withEmail(emailKey(request.request.email));
    const open = await invitations.openSame(same);
    if (user === undefined && open !== undefined) return { known: open._id };
    const id = newId();
    return { id, marks: { sameAs: same, claim: user === undefined ? same : id } };
  }

  /** The id of the invitation that the request makes, or has already. */
  async function invitationFor(accepted: Accepted, keyed: KeyedRequest | undefined, origin: Origin) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { known, id, marks } = await resolvedOf(accepted, keyed, attempt);
      if (known !== undefined) return known;
      const invitation = invitationOf(accepted, id, origin.correlationId, clock.now(), ttlMs);
      if (!(await invitations.add(invitation, marks, origin))) continue;
      underWay.began(id);
      return id;
    }
    throw unavailable(new Error('an invitation was taken by others again and again'));
  }

  return route({
    method: 'post',
    path: '/services/:serviceId/invitations',
    access: 'client',
    operationId: 'createInvitation',
    summary: 'Invite a person to a service',
    described: {
      text: 'An invitation waits until its email is a user’s. Then the user is linked, the service is granted for the organisation given (without roles: the operator gives those), and the callback is sent. Where the email is a user’s already, each request is a new invitation. Where it is nobody’s, a repeat is not: the same `sourceId`, email, `callback` and `organisation`, without an `Idempotency-Key`, while such an invitation is open, is answered with its `invitationId`, and nothing is sent again: `resend` does that.',
      body: invitationRequest,
      params: { serviceId: serviceInPath },
      headers: {
        'Idempotency-Key': idempotencyKey,
      },
      refusals: { unprocessable: 'The Idempotency-Key was used with another body before.' },
    },
    body,
    responses: { 202: acceptedRequest },
    resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller, refuseDisabled),
    async handle({ body: given, headers, caller, actor, correlationId }, service) {
      const client = caller.kind === 'client' ? caller.serviceId : 'operator';
      const audienceServiceId = caller.kind === 'client' ? caller.serviceId : service.id;
      const header = headers['idempotency-key'];
      const key = Array.isArray(header) ? header.join(', ') : header;
      const faults = keyFaults(key);
      const keyed =
        key === undefined || faults.length > 0
          ? undefined
          : keyedRequest(client, service.id, key, canonicalJson(given));
      if (keyed !== undefined) {
        // Before the references are checked: what was accepted once is answered so, whatever has changed since.
        const { known } = precedentOf(keyed, await invitations.withIdempotency(keyed.id), clock.now());
        if (known !== undefined) return answer(known);
      }
      const request = await soundRequest(given, service, faults);
      const accepted = { request, serviceId: service.id, audienceServiceId };
      const leave = await underWay.enter();
      try {
        return answer(await invitationFor(accepted, keyed, { correlationId, actor }));
      } finally {
        leave();
      }
    },
  });
}

/** Nobody can be sent to a disabled service. */
function refuseDisabled({ status }: RegisteredService) {
  return status === 0 ? forbidden('This service is disabled') : undefined;
}

function answer(invitationId: string) {
  return { status: 202 as const, body: { invitationId } };
}
