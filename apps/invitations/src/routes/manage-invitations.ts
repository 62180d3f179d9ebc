import { emailKey, type InvitationState } from '@gatehouse/contracts';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';
import { listedStatus } from '../invitation.ts';
import type { Journey } from '../journey/journey.ts';
import { knownInvitation } from './known-invitation.ts';

const statuses = z.enum(['open', 'accepted', 'expired', 'revoked']);

/** An invitation as operators see it. */
const invitationRecord = z
  .object({
    id: z.string(),
    serviceId: z.string(),
    /** `null` once the person was removed. */
    email: z.string().nullable(),
    sourceId: z.union([z.string(), z.int()]),
    organisation: z.string().nullable(),
    status: statuses,
    createdAt: z.string(),
    expiresAt: z.string(),
  })
  .meta({ id: 'Invitation' });

function recordOf(state: InvitationState): z.input<typeof invitationRecord> {
  const { id, serviceId, email = null, sourceId, createdAt, expiresAt } = state;
  const organisation = state.organisationId ?? null;
  return { id, serviceId, email, sourceId, organisation, status: listedStatus(state), createdAt, expiresAt };
}

/** `GET /manage/invitations`: the oldest first. `serviceId` takes an id or a client id. */
export function listInvitations({ invitations, services }: Journey): Route {
  return route({
    method: 'get',
    path: '/manage/invitations',
    access: 'operator',
    operationId: 'operatorListInvitations',
    summary: 'List invitations, by email, service or status',
    query: z.object({
      email: z.string().optional(),
      serviceId: z.string().optional(),
      status: statuses.optional(),
      ...pageQuery,
    }),
    responses: {
      200: z.object({
        invitations: z.array(invitationRecord),
        numberOfRecords: z.int(),
        page: z.int(),
        numberOfPages: z.int(),
      }),
    },
    async handle({ query: { email, serviceId, status, page, pageSize } }) {
      const service = serviceId === undefined ? undefined : services.byIdOrClientId(serviceId);
      const search = {
        ...(email !== undefined && { emailKey: emailKey(email) }),
        ...(serviceId !== undefined && { serviceId: service?.id ?? canonicalId(serviceId) ?? serviceId }),
        ...(status !== undefined && { listed: status }),
      };
      const numberOfRecords = await invitations.total(search);
      const numberOfPages = Math.ceil(numberOfRecords / pageSize);
      const found =
        page > numberOfPages ? [] : await invitations.list(search, (page - 1) * pageSize, pageSize);
      return {
        status: 200,
        body: {
          invitations: found.map(({ state }) => recordOf(state)),
          numberOfRecords,
          page,
          numberOfPages,
        },
      };
    },
  });
}

/** `GET /manage/invitations/{id}`. */
export function getInvitation(journey: Journey): Route {
  return route({
    method: 'get',
    path: '/manage/invitations/:invitationId',
    access: 'operator',
    operationId: 'operatorGetInvitation',
    summary: 'Get an invitation',
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(journey, params.invitationId),
    responses: { 200: invitationRecord },
    handle: (_request, invitation) => ({ status: 200, body: recordOf(invitation) }),
  });
}
