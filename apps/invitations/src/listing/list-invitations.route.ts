import { emailKey, pageOf } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { canonicalId } from '@gatehouse/runtime';
import type { ServiceRegistry } from '@gatehouse/service-registry';
import { z } from 'zod';
import type { Invitations } from '../invitation/invitations.store.ts';
import type { Registrations } from '../registration/registrations.store.ts';
import { invitationRecord, listedStatuses, recordOf } from './invitation-record.ts';
import { withRegistrations } from './listed-invitations.ts';

export interface ListInvitationsDependencies {
  invitations: Pick<Invitations, 'list' | 'total'>;
  registrations: Pick<Registrations, 'getMany'>;
  services: Pick<ServiceRegistry, 'byIdOrClientId'>;
}

/** `GET /manage/invitations`: the oldest first. `serviceId` takes an id or a client id. */
export function listInvitationsRoute(dependencies: ListInvitationsDependencies): Route {
  const { invitations, services } = dependencies;
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
      status: listedStatuses.optional().describe('Only invitations of this status.'),
      ...pageQuery,
    }),
    responses: {
      200: pageOf('invitations', invitationRecord),
    },
    async handle({ query: { email, serviceId, status, page, pageSize } }) {
      const service = serviceId === undefined ? undefined : services.byIdOrClientId(serviceId);
      const search = {
        ...(email !== undefined && { emailKey: emailKey(email) }),
        ...(serviceId !== undefined && {
          'state.serviceId': service?.id ?? canonicalId(serviceId) ?? serviceId,
        }),
        ...(status !== undefined && { listed: status }),
      };
      const total = await invitations.total(search);
      const { records, members } = await readPage({ page, pageSize }, total, (skip, limit) =>
        invitations.list(search, skip, limit),
      );
      const listed = await withRegistrations(dependencies, records);
      return { status: 200, body: { invitations: listed.map(recordOf), ...members } };
    },
  });
}
