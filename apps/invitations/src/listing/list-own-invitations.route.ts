import { emailKey, pageOf } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { type ServiceRegistry, serviceInUrl } from '@gatehouse/service-registry';
import { z } from 'zod';
import type { Invitations } from '../invitation/invitations.store.ts';
import { ownInvitationParams } from '../invitation/known-invitation.ts';
import type { Registrations } from '../registration/registrations.store.ts';
import { listedStatuses, ownInvitationRecord, ownRecordOf } from './invitation-record.ts';
import { withRegistrations } from './listed-invitations.ts';

export interface ListOwnInvitationsDependencies {
  invitations: Pick<Invitations, 'list' | 'total'>;
  registrations: Pick<Registrations, 'getMany'>;
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}

const query = z.object({
  email: z.string().optional().describe('Only invitations to this email address, in any letter case.'),
  status: listedStatuses.optional().describe('Only invitations of this status.'),
  sourceId: z
    .string()
    .optional()
    .describe('Only invitations with this `sourceId`, whether it came as text or as a number.'),
  ...pageQuery,
});

const WHOLE_NUMBER = /^(?:0|-?[1-9][0-9]*)$/;

/** What a `sourceId` written in a query may have come as. */
function sourceIdsOf(text: string): (string | number)[] {
  const isNumber = WHOLE_NUMBER.test(text) && Number.isSafeInteger(Number(text));
  return isNumber ? [text, Number(text)] : [text];
}

/** `GET /services/{id}/invitations`: the oldest first. */
export function listOwnInvitationsRoute(dependencies: ListOwnInvitationsDependencies): Route {
  const { invitations, services } = dependencies;
  return route({
    method: 'get',
    path: '/services/:serviceId/invitations',
    access: 'client',
    operationId: 'listInvitations',
    summary: "List a service's invitations, by email, status or source id",
    described: { params: ownInvitationParams },
    query,
    faults: 'field',
    resolve: ({ params, caller }) => serviceInUrl(services, params.serviceId, caller),
    responses: { 200: pageOf('invitations', ownInvitationRecord, 'ownInvitations') },
    async handle({ query: { email, status, sourceId, page, pageSize } }, service) {
      const search = {
        'state.serviceId': service.id,
        ...(email !== undefined && { emailKey: emailKey(email) }),
        ...(sourceId !== undefined && { 'state.sourceId': { in: sourceIdsOf(sourceId) } }),
        ...(status !== undefined && { listed: status }),
      };
      const total = await invitations.total(search);
      const { records, members } = await readPage({ page, pageSize }, total, (skip, limit) =>
        invitations.list(search, skip, limit),
      );
      const listed = await withRegistrations(dependencies, records);
      return { status: 200, body: { invitations: listed.map(ownRecordOf), ...members } };
    },
  });
}
