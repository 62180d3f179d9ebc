import type { InvitationState } from '@gatehouse/contracts';
import type { Collection, Filter } from '@gatehouse/store';
import type { ListedStatus } from './invitation.ts';
import type { InvitationDocument } from './invitations.store.ts';

type Status = InvitationState['status'];

/** What operators list invitations by. */
export interface InvitationSearch {
  emailKey?: string;
  serviceId?: string;
  listed?: ListedStatus;
}

export interface InvitationQueries {
  get(id: string): Promise<InvitationDocument | undefined>;
  /** The last that came with this idempotency id. */
  withIdempotency(id: string): Promise<InvitationDocument | undefined>;
  /** An open one of a request that is the same. */
  openSame(sameAs: string): Promise<InvitationDocument | undefined>;
  /** To an email, by its key; in no order, each once. */
  toEmail(emailKey: string, statuses: readonly Status[]): AsyncIterable<InvitationDocument>;
  ofUser(userId: string, statuses: readonly Status[]): AsyncIterable<InvitationDocument>;
  ofRegistration(registrationId: string, statuses: readonly Status[]): AsyncIterable<InvitationDocument>;
  /** The oldest first. */
  oldestOf(registrationId: string, statuses: readonly Status[], limit: number): Promise<InvitationDocument[]>;
  /** Those with an ask that was last asked at or before an instant, the oldest first. */
  askedUntil(at: string, limit: number): Promise<InvitationDocument[]>;
  /** Those with an ask that was first asked at or before an instant. */
  firstAskedUntil(at: string, limit: number): Promise<InvitationDocument[]>;
  /** The oldest first. */
  list(search: InvitationSearch, skip: number, limit: number): Promise<InvitationDocument[]>;
  total(search: InvitationSearch): Promise<number>;
}

const BATCH = 200;

function filterOf({ emailKey, serviceId, listed }: InvitationSearch): Filter {
  return {
    ...(emailKey !== undefined && { emailKey }),
    ...(serviceId !== undefined && { 'state.serviceId': serviceId }),
    ...(listed !== undefined && { listed }),
  };
}

/** The named queries of invitations. */
export function invitationQueries(collection: Collection<InvitationDocument>): InvitationQueries {
  /** By id, so that what changes meanwhile neither repeats nor is left out. */
  async function* each(where: Filter, statuses: readonly Status[]): AsyncGenerator<InvitationDocument> {
    for (let after = ''; ; ) {
      const found = await collection.find({
        where: { ...where, 'state.status': { in: statuses }, _id: { gt: after } },
        sort: [['_id', 1]],
        limit: BATCH,
      });
      yield* found;
      const last = found.at(-1);
      if (last === undefined || found.length < BATCH) return;
      after = last._id;
    }
  }

  return {
    get: (id) => collection.get(id),
    async withIdempotency(id) {
      const where = { 'idempotency.id': id };
      const [last] = await collection.find({ where, sort: [['idempotency.life', -1]], limit: 1 });
      return last;
    },
    openSame: (sameAs) => collection.findOne({ sameAs, listed: 'open' }),
    toEmail: (emailKey, statuses) => each({ emailKey }, statuses),
    ofUser: (userId, statuses) => each({ 'state.userId': userId }, statuses),
    ofRegistration: (registrationId, statuses) => each({ 'state.registrationId': registrationId }, statuses),
    oldestOf(registrationId, statuses, limit) {
      const where = { 'state.registrationId': registrationId, 'state.status': { in: statuses } };
      return collection.find({ where, sort: [['state.createdAt', 1]], limit });
    },
    askedUntil: (at, limit) =>
      collection.find({
        where: { 'state.commandRequest.at': { lte: at } },
        sort: [['state.commandRequest.at', 1]],
        limit,
      }),
    firstAskedUntil: (at, limit) =>
      collection.find({ where: { 'state.commandRequest.firstAt': { lte: at } }, limit }),
    list(search, skip, limit) {
      return collection.find({ where: filterOf(search), sort: [['state.createdAt', 1]], skip, limit });
    },
    total: (search) => collection.count(filterOf(search)),
  };
}
