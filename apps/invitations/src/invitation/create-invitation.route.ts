import { emailKey, serviceInPath } from '@gatehouse/contracts';
import { invalidRequest, unavailable, unprocessable } from '@gatehouse/errors';
import { type Route, route } from '@gatehouse/http';
import { canonicalId, idFrom, newId } from '@gatehouse/runtime';
import type { RegisteredService } from '@gatehouse/service-registry';
import { z } from 'zod';
import type { Journey } from '../process/dependencies.ts';
import type { Arrival } from './change-invitation.ts';
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
import { referenceFaults } from './reference-faults.ts';
import { serviceInUrl } from './service-in-url.ts';

const ATTEMPTS = 10;

/** Any object is let through, so that the faults of values and of references are told together. */
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
  const facts = [sourceId, emailKey(email), callback ?? null, organisationId, serviceId, audienceServiceId];
  return idFrom('same request', JSON.stringify(facts));
}

function invitationOf(accepted: Accepted, id: string, correlationId: string, now: number, ttlMs: number) {
  const { request, serviceId, audienceServiceId } = accepted;
  const { organisationId, callback, userRedirect } = referencesOf(request);
  const subjectOverride = overrideOf(request.inviteSubjectOverride);
  const bodyOverride = overrideOf(request.inviteBodyOverride);
  const facts = {
    id,
    serviceId,
    audienceServiceId,
    sourceId: request.sourceId,
    email: request.email,
    givenName: request.given_name,
    familyName: request.family_name,
    correlationId,
    ...(organisationId !== undefined && { organisationId }),
    ...(callback !== undefined && { callback }),
    ...(userRedirect !== undefined && { userRedirect }),
    ...(subjectOverride !== undefined && { subjectOverride }),
    ...(bodyOverride !== undefined && { bodyOverride }),
  };
  return receive(facts, new Date(now).toISOString(), new Date(now + ttlMs).toISOString());
}

/**
 * Asks a person to join: one write, whether the email is known, invited or new; what follows from that is decided
 * afterwards, on the invitation's own event.
 */
export function createInvitation(journey: Journey, allowPrivateCallbacks: boolean): Route {
  const { invitations, users, organisations, services, clock, ttlMs } = journey;

  async function accepted(
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

  /** Where this request goes: to an invitation that is there, or a new one. */
  async function placeOf(request: Accepted, keyed: KeyedRequest | undefined, attempt: number) {
    const same = sameAs(request);
    if (keyed !== undefined) {
      const used = await invitations.withIdempotency(keyed.id);
      // Taken, and not by a use of the key that is known: by an invitation that came back after a restore, without its key.
      const life = attempt > 0 && used === undefined ? attempt : 0;
      const precedent = precedentOf(keyed, used, clock.now(), life);
      if (precedent.kind === 'other body') throw otherBody();
      if (precedent.kind === 'same') return { known: precedent.invitationId };
      const arrival: Arrival = { sameAs: same, idempotency: precedent.idempotency };
      return { id: precedent.invitationId, arrival };
    }
    const user = await users.withEmail(emailKey(request.request.email));
    const open = await invitations.openSame(same);
    if (user === undefined && open !== undefined) return { known: open._id };
    const id = newId();
    return { id, arrival: { sameAs: same, claim: user === undefined ? same : id } };
  }

  return route({
    method: 'post',
    path: '/services/:serviceId/invitations',
    access: 'client',
    operationId: 'createInvitation',
    summary: 'Invite a person to a service',
    described: {
      text: 'An invitation waits until its email is a user’s. Then the user is linked, the service is granted for the organisation given (without roles: the operator gives those), and the callback is sent. Where the email is a user’s already, each request is a new invitation. Where it is nobody’s, a repeat is not: the same `sourceId`, email, `callback` and `organisation`, without an `Idempotency-Key`, while such an invitation is open, is answered with its `invitationId`, and nothing is sent again. The operator can send the email again.',
      body: invitationRequest,
      params: { serviceId: serviceInPath },
      headers: {
        'Idempotency-Key': idempotencyKey,
      },
      refusals: { unprocessable: 'The Idempotency-Key was used with another body before.' },
    },
    body,
    responses: { 202: acceptedRequest },
    resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller),
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
        // Before the references are looked at: what was accepted once is answered so, whatever has changed since.
        const precedent = precedentOf(keyed, await invitations.withIdempotency(keyed.id), clock.now());
        if (precedent.kind === 'other body') throw otherBody();
        if (precedent.kind === 'same') return answer(precedent.invitationId);
      }
      const request = await accepted(given, service, faults);
      const asked = { request, serviceId: service.id, audienceServiceId };
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const place = await placeOf(asked, keyed, attempt);
        if (place.known !== undefined) return answer(place.known);
        const invitation = invitationOf(asked, place.id, correlationId, clock.now(), ttlMs);
        const arrived = await invitations.add(invitation, place.arrival, { correlationId, actor });
        if (arrived === 'kept') return answer(place.id);
      }
      throw unavailable(new Error('an invitation was taken by others again and again'));
    },
  });
}

function answer(invitationId: string) {
  return { status: 202 as const, body: { invitationId } };
}

function otherBody() {
  return unprocessable('This Idempotency-Key was used with another body');
}
