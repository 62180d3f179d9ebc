import type { Published } from '@gatehouse/app-process';
import {
  APPROVER_ROLE,
  accessRequestWords,
  grantId,
  isBlank,
  ownRequest,
  type PresentUser,
} from '@gatehouse/contracts';
import { conflict, invalidRequest } from '@gatehouse/errors';
import { changeHeader, type Route, route } from '@gatehouse/http';
import { newId } from '@gatehouse/runtime';
import { z } from 'zod';
import { heldOn } from '../grants/grant.ts';
import type { Grants } from '../grants/grants.store.ts';
import { actingPerson } from '../members/acting-person.ts';
import { presentOrganisation } from '../people/known-people.ts';
import { membershipIn } from '../people/membership.domain.ts';
import { anyCaseUuid, lines, roleCode } from '../services/request-fields.ts';
import { serviceOf } from '../services/services.store.ts';
import { type ApproverProjections, activeApprovers } from './active-approvers.ts';
import { placeRequest } from './place-request.ts';
import { areSameRoles, ask } from './request.ts';
import type { Requests } from './requests.store.ts';
import { type ViewDependencies, viewOwnRequest } from './view-request.ts';
import { canBeAskedFor, faultsOfWish, takesRequests } from './wish.domain.ts';

export interface AskDependencies extends ViewDependencies, ApproverProjections {
  grants: Grants;
  requests: Requests;
  /** How long a request can be decided, in milliseconds. */
  requestTtlMs: number;
  published: Published;
  now: () => number;
}

const body = z
  .strictObject({
    organisationId: anyCaseUuid.describe(accessRequestWords.organisationId),
    serviceId: anyCaseUuid.optional().describe('The service to ask for. A member has to name one.'),
    roles: z.array(roleCode).max(100).optional().describe(accessRequestWords.roles),
    reason: lines(200)
      .optional()
      .describe(`${accessRequestWords.reason} Needed where one is no member there.`),
  })
  .meta({ id: 'AccessRequestBody', description: 'What a person asks for.' });
type Asked = z.output<typeof body>;

async function wishOf(dependencies: AskDependencies, person: PresentUser, asked: Asked) {
  const { organisations, services, grants } = dependencies;
  const { organisationId, serviceId, reason = '' } = asked;
  const organisation = await presentOrganisation(organisations, organisationId);
  if (!takesRequests(organisation)) {
    throw invalidRequest(['organisationId: names no organisation that takes requests']);
  }
  const membership = membershipIn(person, organisationId);
  if (membership?.roleId === APPROVER_ROLE) throw conflict('You can do this yourself');
  const faults: string[] = [];
  if (membership === undefined && isBlank(reason)) faults.push('reason: is missing');
  const roles = [...new Set(asked.roles ?? [])];
  const service = serviceId === undefined ? undefined : await serviceOf(services, serviceId);
  let has = membership !== undefined && serviceId === undefined;
  if (serviceId === undefined) {
    if (asked.roles !== undefined) faults.push('roles: should be given with serviceId alone');
  } else if (!canBeAskedFor(service)) {
    faults.push('serviceId: names no service that can be asked for');
  } else {
    const grant = (await grants.get(grantId(serviceId, organisationId, person.id)))?.state;
    const held = membership && heldOn(grant, membership);
    has = held !== undefined && areSameRoles(held.roles, roles);
    if (!has) faults.push(...faultsOfWish(roles, { user: person, organisation, service, held }));
  }
  if (faults.length > 0) throw invalidRequest(faults);
  if (has) throw conflict('What you ask for is there already', { already: true });
  return {
    wish: { organisationId, membership: membership === undefined, serviceId, roles },
    ...(!isBlank(reason) && { reason: reason.trim() }),
  };
}

/** `POST /me/requests`: asks for membership of an organisation, for a service there, or both. */
export function askForAccessRoute(dependencies: AskDependencies): Route {
  const { requests, published, requestTtlMs, now } = dependencies;
  return route({
    method: 'post',
    path: '/me/requests',
    access: 'person',
    operationId: 'askForAccess',
    summary: 'Ask for access to an organisation, or to a service there',
    described: {
      refusals: {
        conflict:
          'What is asked for is there (`already`), another request is open (`openRequestId`), or the person approves there.',
        'too-many-requests': 'Ten requests of the person are open, or twenty were made today.',
      },
    },
    faults: 'field',
    body,
    resolve: ({ caller }) => actingPerson(dependencies, caller),
    responses: { 200: ownRequest, 201: ownRequest },
    async handle({ body: asked, actor, correlationId }, person) {
      const { wish, reason } = await wishOf(dependencies, person, asked);
      const hasNoApprover = (await activeApprovers(dependencies, wish.organisationId)).length === 0;
      const userVersion = (await dependencies.users.get(person.id))?.entityVersion ?? 1;
      const { document, made } = await placeRequest({ requests, now }, wish, { actor, correlationId }, () =>
        ask(
          {
            ...{ id: newId(), userId: person.id, userVersion, wish, reason, hasNoApprover },
            ...{ correlationId, ttlMs: requestTtlMs },
          },
          now(),
        ),
      );
      if (made) await published();
      const answer = {
        body: await viewOwnRequest(dependencies, document.state),
        headers: changeHeader({ id: document._id, version: document.version }),
      };
      return made ? { status: 201, ...answer } : { status: 200, ...answer };
    },
  });
}
