import { emailKey, type InvitationState, pageOf } from '@gatehouse/contracts';
import { pageQuery, type Route, route } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import { z } from 'zod';
import type { Journey } from '../process/dependencies.ts';
import { listedStatus } from './invitation.ts';
import { knownInvitation } from './known-invitation.ts';

const statuses = z.enum(['open', 'accepted', 'expired', 'revoked', 'declined']);

const STATUS =
  '`open`: it waits for the person. `accepted`: the person is a user and linked, or is about to be. `expired`: nobody accepted it in time. `revoked`: the operator ended it, or the person was removed. `declined`: the person declined it.';

/** An invitation as operators see it. */
const invitationRecord = z
  .object({
    id: z.string().describe('The id of the invitation: a UUID in upper case.'),
    serviceId: z
      .string()
      .describe('The id of the service that the person is invited to: a UUID in upper case.'),
    email: z
      .string()
      .nullable()
      .describe('The address that was invited; `null` once the person was removed.'),
    sourceId: z
      .union([z.string(), z.int()])
      .describe("The service's own id of the person, as it came: text or a whole number."),
    organisation: z
      .string()
      .nullable()
      .describe('The id of the organisation that the person is invited for; `null` where none was given.'),
    status: statuses.describe(STATUS),
    createdAt: z.string().describe('When the invitation was asked for: ISO 8601 in UTC.'),
    expiresAt: z.string().describe('Until when it can be accepted: ISO 8601 in UTC.'),
  })
  .meta({ id: 'Invitation', description: 'An invitation, as the operator sees it.' });

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
      email: z.string().optional().describe('Only invitations to this email address, in any letter case.'),
      serviceId: z
        .string()
        .optional()
        .describe('Only invitations to this service: its id or its client id, in any letter case.'),
      status: statuses.optional().describe('Only invitations of this status.'),
      ...pageQuery,
    }),
    responses: {
      200: pageOf('invitations', invitationRecord),
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
    summary: 'Show an invitation',
    uuidParams: ['invitationId'],
    resolve: ({ params }) => knownInvitation(journey, params.invitationId),
    responses: { 200: invitationRecord },
    handle: (_request, invitation) => ({ status: 200, body: recordOf(invitation) }),
  });
}
