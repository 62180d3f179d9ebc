import { emailKey, type Origin, type PresentUser, type UserState } from '@gatehouse/contracts';
import { changeEntity, type EntityDecision, type EntityKind } from '@gatehouse/entities';
import {
  type ChangeResult,
  type DocumentOf,
  defineCollection,
  documentSchema,
  InvalidDocumentError,
  json,
  type Store,
  StoreError,
} from '@gatehouse/store';
import { createTally } from '../resources/tally.ts';
import { addressChangeOf } from './address-change.ts';

/** A stored user. */
const schema = documentSchema({
  state: json<UserState>(),
  /** The email as its unique index has it. Absent once the user is removed, so that the address is free at once. */
  emailKey: String,
});
schema.index({ emailKey: 1 }, { name: 'email', unique: true });
schema.index({ 'state.state': 1, _id: 1 }, { name: 'present' });

/** Users, with their memberships. */
export const usersCollection = defineCollection('users', schema);
export type UserDocument = DocumentOf<typeof schema>;

type UserKind = EntityKind<'gatehouse.directory.user.v1', UserDocument>;
const PRESENT = { 'state.state': 'present' };

export interface Users {
  /** Undefined for an unknown id, and for a removed user. */
  present(id: string): Promise<PresentUser | undefined>;
  /** The users among at most 1,000 ids, in no order. */
  presentAmong(ids: readonly string[]): Promise<PresentUser[]>;
  /** The user with this email, in any letter case. */
  holderOf(email: string): Promise<PresentUser | undefined>;
  /** Users in the order of their ids. */
  list(skip: number, limit: number): Promise<PresentUser[]>;
  total(): Promise<number>;
  /** Changes one user, with its event. `duplicate`: the email is another user's. */
  change<R>(
    id: string,
    origin: Origin,
    decide: (current: UserState | undefined, version: number) => EntityDecision<UserState, R>,
  ): Promise<ChangeResult<UserDocument, R>>;
}

function keysOf(state: UserState): { emailKey?: string } {
  return state.state === 'present' && state.email !== undefined ? { emailKey: emailKey(state.email) } : {};
}

function presentOf(document: UserDocument | undefined): PresentUser | undefined {
  return document?.state.state === 'present' ? document.state : undefined;
}

/**
 * A document keeps its events until the log has them. So a user in very many organisations can reach the document's limit
 * while the log is away: that passes, and the change may be tried again.
 */
function retryWhenTooLarge(error: unknown): never {
  if (!(error instanceof StoreError) || error instanceof InvalidDocumentError || error.retryable) throw error;
  throw new StoreError('users: the document is full until the log has its events', {
    retryable: true,
    cause: error,
  });
}

/** The users of this store; `now` in milliseconds. */
export function openUsers(store: Store, now: () => number): Users {
  const collection = store.collection(usersCollection);
  const kind: UserKind = {
    ...{ type: 'gatehouse.directory.user.v1', collection, keys: keysOf, now },
    alsoPublish: addressChangeOf,
  };
  const tally = createTally(() => collection.count(PRESENT), now);
  return {
    total: () => tally.total(),
    async present(id) {
      return presentOf(await collection.get(id));
    },
    async presentAmong(ids) {
      return (await collection.getMany(ids)).flatMap((document) => presentOf(document) ?? []);
    },
    async holderOf(email) {
      return presentOf(await collection.findOne({ emailKey: emailKey(email) }));
    },
    async list(skip, limit) {
      const found = await collection.find({ where: PRESENT, sort: [['_id', 1]], skip, limit });
      return found.map(presentOf).filter((user) => user !== undefined);
    },
    async change(id, origin, decide) {
      const changed = await changeEntity(kind, id, origin, decide).catch(retryWhenTooLarge);
      if (changed.status === 'changed') {
        const count = (document: UserDocument | undefined) => (presentOf(document) === undefined ? 0 : 1);
        tally.add(count(changed.document) - count(changed.previous));
      }
      return changed;
    },
  };
}
