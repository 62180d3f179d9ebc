import { emailKey, type InvitationState, type ListedStatus, type Origin } from '@gatehouse/contracts';
import { changeState, type EntityKind, entityWrite } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  type Filter,
  inBatches,
  json,
  optionalJson,
} from '@gatehouse/store';
import { commandQueries } from './command-queries.ts';
import { listedStatus } from './invitation.ts';
import type { LastEmail } from './last-email.ts';
import { type AudienceOf, toldOfEnd } from './told-end.domain.ts';

/** The key that a request came with. */
export interface Idempotency {
  /** Made from client, service and key. */
  id: string;
  /** How often the key was used before, each time after the 24 hours that it is remembered. */
  use: number;
  /** Of the body; gone once the person was removed. */
  hash?: string;
  /** ISO 8601. */
  at: string;
}

const schema = documentSchema({
  state: json<InvitationState>(),
  listed: json<ListedStatus>(),
  emailKey: String,
  /** Made from what makes two requests the same. */
  sameAs: String,
  /** Unique: of equal requests that come at once, one is stored. Removed when the invitation is not open any more. */
  claim: String,
  idempotency: optionalJson<Idempotency>(),
  /** Of the email that informs its user, once the notifier has said something of it. */
  lastEmail: optionalJson<LastEmail>(),
  /** Named on the page on which its person signed up. */
  named: Boolean,
});
schema.index({ claim: 1 }, { name: 'claim', unique: true });
schema.index({ 'idempotency.id': 1, 'idempotency.use': 1 }, { name: 'idempotency', unique: true });
schema.index({ sameAs: 1, listed: 1 }, { name: 'same' });
schema.index({ emailKey: 1, 'state.status': 1 }, { name: 'email' });
schema.index({ 'state.userId': 1, 'state.status': 1 }, { name: 'user' });
schema.index(
  { 'state.registrationId': 1, 'state.status': 1, 'state.createdAt': 1 },
  { name: 'registration' },
);
schema.index({ 'state.commandRequest.at': 1 }, { name: 'commands' });
schema.index({ 'state.commandRequest.firstAt': 1 }, { name: 'oldCommands' });
schema.index({ 'state.createdAt': 1 }, { name: 'created' });
schema.index({ listed: 1, 'state.createdAt': 1 }, { name: 'listed' });
schema.index({ 'state.serviceId': 1, 'state.createdAt': 1 }, { name: 'service' });
schema.index({ 'state.serviceId': 1, listed: 1, 'state.createdAt': 1 }, { name: 'serviceListed' });
schema.index({ 'state.serviceId': 1, emailKey: 1, 'state.createdAt': 1 }, { name: 'serviceEmail' });
schema.index({ 'state.serviceId': 1, 'state.sourceId': 1, 'state.createdAt': 1 }, { name: 'serviceSource' });

export const invitationsCollection = defineCollection('invitations', schema);
export type InvitationDocument = DocumentOf<typeof schema>;
/** What a new invitation has besides its state. */
export type InvitationMarks = Pick<
  InvitationDocument,
  'sameAs' | 'claim' | 'idempotency' | 'lastEmail' | 'named'
>;

type Status = InvitationState['status'];

/** What invitations are listed by: the members of a document, by their names in it. */
export type InvitationSearch = {
  emailKey?: string;
  'state.serviceId'?: string;
  'state.sourceId'?: { in: readonly InvitationState['sourceId'][] };
  listed?: ListedStatus;
};

/** What the document has besides the state. Once the email is erased, nothing made from it is left. */
export function invitationKeys(
  state: InvitationState,
  { sameAs, claim, idempotency, lastEmail, named }: InvitationMarks,
): Omit<InvitationDocument, '_id' | 'version' | 'state'> {
  const listed = listedStatus(state);
  const always = {
    listed,
    ...(lastEmail !== undefined && { lastEmail }),
    ...(named !== undefined && { named }),
  };
  if (state.email === undefined) {
    const { hash: _ofBody, ...rest } = idempotency ?? {};
    return { ...always, ...(idempotency !== undefined && { idempotency: rest as Idempotency }) };
  }
  return {
    ...always,
    emailKey: emailKey(state.email),
    ...(sameAs !== undefined && { sameAs }),
    ...(claim !== undefined && listed === 'open' && { claim }),
    ...(idempotency !== undefined && { idempotency }),
  };
}

export type Invitations = ReturnType<typeof openInvitations>;

/** The writes and named queries of invitations. `audienceOf`: the services that are told of the end of one. */
export function openInvitations(
  collection: Collection<InvitationDocument>,
  now: () => number,
  audienceOf: AudienceOf,
) {
  const type = 'gatehouse.invitations.invitation.v1';
  const kind: EntityKind<typeof type, InvitationDocument> = { type, collection, keys: invitationKeys, now };

  /** In no order, each once. */
  async function* each(where: Filter, statuses: readonly Status[]): AsyncGenerator<InvitationDocument> {
    const filter = { ...where, 'state.status': { in: statuses } };
    for await (const batch of inBatches(collection, { where: filter })) yield* batch;
  }

  return {
    /** One write, without a read. False: the id, the claim or the idempotency id is another's. */
    async add(state: InvitationState, marks: InvitationMarks, origin: Origin): Promise<boolean> {
      const write = entityWrite(kind, undefined, origin, () => ({ state, marks, result: undefined }));
      return write !== undefined && (await collection.write(write)).status === 'written';
    },
    /** See `changeState`. */
    change: (id: string, origin: Origin, decide: (state: InvitationState) => InvitationState | undefined) =>
      changeState(kind, id, origin, (state, version) => {
        const next = decide(state);
        return next && toldOfEnd(state, next, { version, audienceOf });
      }),
    ...commandQueries(collection),
    get: (id: string) => collection.get(id),
    /** Notes how the email that informs its user fares. No event: nobody else needs to know. */
    noteEmail: (id: string, lastEmail: LastEmail) => collection.mark(id, { lastEmail }),
    /** Notes that its person has read of it. No event: nobody else needs to know. */
    noteNamed: (id: string) => collection.mark(id, { named: true }),
    /** The last that came with this idempotency id. */
    async withIdempotency(id: string) {
      const where = { 'idempotency.id': id };
      const [last] = await collection.find({ where, sort: [['idempotency.use', -1]], limit: 1 });
      return last;
    },
    /** An open one of a request that is the same. */
    openSame: (sameAs: string) => collection.findOne({ sameAs, listed: 'open' }),
    /** To an email, by its key. */
    toEmail: (emailKey: string, statuses: readonly Status[]) => each({ emailKey }, statuses),
    ofUser: (userId: string, statuses: readonly Status[]) => each({ 'state.userId': userId }, statuses),
    ofRegistration: (registrationId: string, statuses: readonly Status[]) =>
      each({ 'state.registrationId': registrationId }, statuses),
    /** Those of a registration, the oldest first. */
    oldestOf(registrationId: string, statuses: readonly Status[], limit: number) {
      const where = { 'state.registrationId': registrationId, 'state.status': { in: statuses } };
      return collection.find({ where, sort: [['state.createdAt', 1]], limit });
    },
    /** The oldest first; by source ids, those of the one before those of the other, as their index has them. */
    list(search: InvitationSearch, skip: number, limit: number) {
      const where = search as Filter;
      const oldest = ['state.createdAt', 1] as const;
      const sort = 'state.sourceId' in search ? ([['state.sourceId', 1], oldest] as const) : [oldest];
      return collection.find({ where, sort, skip, limit });
    },
    total: (search: InvitationSearch) => collection.count(search),
  };
}
