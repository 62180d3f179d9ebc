import type { AccessRequestState, GrantState, ServiceState } from '@gatehouse/contracts';
import { type Remembered, type Restorable, restorable } from '@gatehouse/entities';
import {
  type OrganisationApproversDocument,
  organisationApproversCollection,
} from './approvers/last-approver.store.ts';
import { removeGrant } from './grants/grant.ts';
import { type GrantDocument, grantsCollection } from './grants/grants.store.ts';
import { type ServiceLinkDocument, serviceLinksCollection } from './grants/service-links.store.ts';
import { ORGANISATIONS } from './people/organisations.store.ts';
import { USERS } from './people/users.store.ts';
import { endUndecided } from './requests/request.ts';
import { keysOfRequest, type RequestDocument, requestsCollection } from './requests/requests.store.ts';
import { keysOfService } from './services/service.ts';
import { type ServiceDocument, servicesCollection } from './services/services.store.ts';

/** A service that was made after the backup comes back disabled; one that was deleted after it stays deleted. */
function lostService(last: ServiceState, _at: string, uniqueTaken: boolean) {
  const state: ServiceState = {
    ...last,
    status: 0,
    ...(uniqueTaken && last.removedAt === undefined && { clientId: `restored-${last.id}` }),
  };
  return { _id: last.id, state, ...keysOfService(state) };
}

function lostGrant(last: GrantState, at: string) {
  return { _id: last.id, state: removeGrant(last, Date.parse(at)) ?? last };
}

/** A request that was made after the backup comes back, unless the person has asked again. */
function lostRequest(last: AccessRequestState, at: string, uniqueTaken: boolean) {
  const state = (uniqueTaken ? endUndecided(last, 'withdrawn', at) : undefined) ?? last;
  return { _id: last.id, state, ...(uniqueTaken ? {} : keysOfRequest(state)) };
}

/** What access publishes, for a restore. Service links never change: lost ones come back. */
export const restorables: readonly Restorable[] = [
  restorable<'gatehouse.access.service.v1', ServiceDocument>({
    type: 'gatehouse.access.service.v1',
    collection: servicesCollection,
    lost: lostService,
  }),
  restorable<'gatehouse.access.grant.v1', GrantDocument>({
    type: 'gatehouse.access.grant.v1',
    collection: grantsCollection,
    lost: lostGrant,
  }),
  restorable<'gatehouse.access.service-link.v1', ServiceLinkDocument>({
    type: 'gatehouse.access.service-link.v1',
    collection: serviceLinksCollection,
    lost: (state) => ({ _id: state.id, state }),
  }),
  restorable<'gatehouse.access.approvers.v1', OrganisationApproversDocument>({
    type: 'gatehouse.access.approvers.v1',
    collection: organisationApproversCollection,
    lost: (state) => ({ _id: state.id, state }),
  }),
  restorable<'gatehouse.access.request.v1', RequestDocument>({
    type: 'gatehouse.access.request.v1',
    collection: requestsCollection,
    lost: lostRequest,
  }),
];

/** Access's projections of directory's entities: collections of these names, each with the run of its generation. */
export const remembered: readonly Remembered[] = [
  { type: 'gatehouse.directory.user.v1', collection: USERS },
  { type: 'gatehouse.directory.organisation.v1', collection: ORGANISATIONS },
];
