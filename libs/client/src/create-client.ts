import { type AccountCalls, accountCalls } from './account-calls.ts';
import type {
  Announcement,
  Approver,
  Code,
  ListedUser,
  OrganisationUsers,
  ServiceRole,
  UserAccess,
  UserChanges,
  UserOrganisationServices,
} from './answers.ts';
import { type ClientOptions, checkOptions } from './client-options.ts';
import { type DeliveryCalls, deliveryCalls } from './delivery-calls.ts';
import { type InvitationCalls, invitationCalls } from './invitation-calls.ts';
import type { UserOrganisation, UserOrganisationV2 } from './organisation-answers.ts';
import { ifThere, instantOf, read, removed } from './own-calls.ts';
import { recordsOfPages } from './pages.ts';
import type { AnnouncementRequest, OrganisationUsersFilter, UsersFilter } from './requests.ts';
import { createTokens } from './token.ts';
import { type Call, createTransport, path } from './transport.ts';
import { type WebhookCalls, webhookCalls } from './webhook-calls.ts';

/**
 * The platform's API for one service. Every call throws GatehouseProblem where the platform refuses, and
 * GatehouseUnreachable where it does not answer; what is looked up by its id and is not there, or not for this service
 * to see, is undefined. Services are named by id or client id.
 */
export interface GatehouseClient extends InvitationCalls, DeliveryCalls, WebhookCalls {
  /** Sessions and attributes of people at first-party frontends. */
  readonly account: AccountCalls;
  /** What a user may do in the service (or a child of it) for an organisation. */
  userAccess(asked: {
    userId: string;
    organisationId: string;
    service?: string;
  }): Promise<UserAccess | undefined>;
  userOrganisations(userId: string): Promise<UserOrganisation[] | undefined>;
  userOrganisationsV2(userId: string): Promise<UserOrganisationV2[] | undefined>;
  /** The user's organisations, and the user's services in each. */
  organisationServices(userId: string): Promise<UserOrganisationServices | undefined>;
  /** The roles of the service, or of a child of it. */
  roles(service?: string): Promise<ServiceRole[]>;
  /** The service's users: one record for each grant, page by page as they are asked for. */
  users(filter?: UsersFilter): AsyncGenerator<ListedUser>;
  /**
   * What changed since a cursor, until there is nothing more; without one from the beginning. Keep `next` once what
   * came with it is done: it is where to go on. A cursor that is too old is a GatehouseProblem with status 410.
   */
  changes(since?: string): AsyncGenerator<UserChanges>;
  /** The approvers of the organisations that the service is for, where it may see them. */
  approvers(): AsyncGenerator<Approver>;
  /** The service's users in the organisations with a UKPRN (8 digits) or UPIN (6). */
  organisationUsers(
    ukprnOrUpin: string,
    filter?: OrganisationUsersFilter,
  ): Promise<OrganisationUsers | undefined>;
  publishAnnouncement(announcement: AnnouncementRequest): Promise<Announcement>;
  /** False where there is none of this service's. */
  removeAnnouncement(messageId: string): Promise<boolean>;
  organisationCategories(): Promise<Code[]>;
  establishmentTypes(): Promise<Code[]>;
}

const AUDIENCE = 'signin.education.gov.uk';
const TIMEOUT_MS = 10_000;

/**
 * A client for one service. It holds no connections of its own and needs no closing. Throws TypeError, with every fault,
 * for options of which no call could come to anything: it asks nobody to find out.
 */
export function createClient(options: ClientOptions): GatehouseClient {
  checkOptions(options);
  const { clientId, apiSecret, audience = AUDIENCE, timeoutMs = TIMEOUT_MS, retries = {} } = options;
  const send = createTransport({
    url: new URL(options.url).href.replace(/\/+$/, ''),
    token: createTokens({ clientId, apiSecret, audience }),
    timeoutMs,
    retries,
  });

  const get = <T>(target: Call['path'], query?: Call['query']) => read<T>(send, target, query);
  const own = { send, clientId };

  return {
    ...invitationCalls(own),
    ...deliveryCalls(own),
    ...webhookCalls(own),
    account: accountCalls(send),
    userAccess: ({ userId, organisationId, service = clientId }) =>
      ifThere(get(path`/services/${service}/organisations/${organisationId}/users/${userId}`)),
    userOrganisations: (userId) => ifThere(get(path`/users/${userId}/organisations`)),
    userOrganisationsV2: (userId) => ifThere(get(path`/users/${userId}/v2/organisations`)),
    organisationServices: (userId) => ifThere(get(path`/users/${userId}/organisationservices`)),
    roles: (service = clientId) => get(path`/services/${service}/roles`),
    users: ({ status, from, to } = {}) =>
      recordsOfPages(send, '/users', 'users', { status, from: instantOf(from), to: instantOf(to) }),
    async *changes(since) {
      for (let cursor = since; ; ) {
        const answer = await get<UserChanges>('/users/changes', { since: cursor });
        if (answer.changes.length > 0 || !answer.more) yield answer;
        if (!answer.more) return;
        cursor = answer.next;
      }
    },
    approvers: () => recordsOfPages(send, '/users/approvers', 'users'),
    organisationUsers: (ukprnOrUpin, { roles, email, userId } = {}) =>
      ifThere(get(path`/organisations/${ukprnOrUpin}/users`, { roles: roles?.join(','), email, userId })),
    async publishAnnouncement({ publishedAt, expiresAt, ...said }) {
      const json = { ...said, publishedAt: instantOf(publishedAt), expiresAt: instantOf(expiresAt) };
      return (await send({ method: 'POST', path: '/organisations/announcements', json })) as Announcement;
    },
    removeAnnouncement: (messageId) => removed(send, path`/organisations/announcements/${messageId}`),
    organisationCategories: () => get('/organisations/categories'),
    establishmentTypes: () => get('/organisations/establishment-types'),
  };
}
