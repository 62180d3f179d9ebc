import { emailKey, type OpenRegistration, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { changeEntity, changeState, type EntityDecision, type EntityKind } from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
  json,
  optionalJson,
} from '@gatehouse/store';
import { commandQueries } from '../invitation/command-queries.ts';
import type { LastEmail } from '../invitation/last-email.ts';
import type { Attempts } from './attempts.ts';
import type { StoredCode, StoredSecrets } from './link-secrets.ts';
import { canBeJoined, registrationEmailId } from './registration.ts';

const schema = documentSchema({
  state: json<RegistrationState>(),
  emailKey: String,
  /** Unique: the email, while invitations may join; at most one such registration for an email. */
  openEmailKey: String,
  /** Unique: of the current generation's token, also when the registration is over, so that its link can say so. */
  tokenHash: { type: String, required: true },
  /** Absent when it is over. */
  code: optionalJson<StoredCode>(),
  attempts: optionalJson<Attempts>(),
  /** Made from a random value that only the browser that accepted it has. */
  acceptedBy: String,
  /** Of the current generation. */
  lastEmail: optionalJson<LastEmail>(),
});
schema.index({ openEmailKey: 1 }, { name: 'openEmail', unique: true });
schema.index({ tokenHash: 1 }, { name: 'token', unique: true });
schema.index({ emailKey: 1 }, { name: 'email' });
schema.index({ 'state.userId': 1 }, { name: 'user' });
schema.index({ 'state.status': 1, 'state.expiresAt': 1 }, { name: 'expiry' });
schema.index({ 'state.commandRequest.at': 1 }, { name: 'commands' });
schema.index({ 'state.commandRequest.firstAt': 1 }, { name: 'oldCommands' });

export const registrationsCollection = defineCollection('registrations', schema);
export type RegistrationDocument = DocumentOf<typeof schema>;
/** What a registration has besides its state: its link and code are checked by it, and it never leaves the store. */
export type RegistrationMarks = Pick<
  RegistrationDocument,
  'tokenHash' | 'code' | 'attempts' | 'acceptedBy' | 'lastEmail'
>;

/** What the document has besides the state. Once the email is erased, nothing made from it is left. */
export function registrationKeys(
  state: RegistrationState,
  { tokenHash, code, attempts, acceptedBy, lastEmail }: Partial<RegistrationMarks>,
): Omit<RegistrationDocument, '_id' | 'version' | 'state'> {
  if (tokenHash === undefined) throw new Error('a registration is opened with secrets');
  const isOpen = state.status === 'open';
  const key = state.email === undefined ? undefined : emailKey(state.email);
  return {
    tokenHash,
    ...(key !== undefined && { emailKey: key }),
    ...(key !== undefined && canBeJoined(state) && { openEmailKey: key }),
    ...(isOpen && code !== undefined && { code }),
    ...(isOpen && attempts !== undefined && { attempts }),
    ...(acceptedBy !== undefined && { acceptedBy }),
    ...(lastEmail !== undefined && { lastEmail }),
  };
}

/** The marks of a new generation: wrong codes count from the start. */
export function marksOf(secrets: StoredSecrets): RegistrationMarks {
  return { ...secrets, attempts: {} };
}

/** The marks of a registration with a new email. */
export function emailMarksOf({ id, generation, updatedAt: at }: OpenRegistration, secrets: StoredSecrets) {
  const lastEmail: LastEmail = { id: registrationEmailId(id, generation), status: 'pending', at };
  return { ...marksOf(secrets), lastEmail };
}

/** `occupied`: the email has another registration that can be joined. */
export type RegistrationChange<R> = {
  outcome: 'changed' | 'unchanged' | 'occupied';
  result: R;
  state: RegistrationState | undefined;
};

export type Registrations = ReturnType<typeof openRegistrations>;

/** The writes and named queries of registrations. */
export function openRegistrations(collection: Collection<RegistrationDocument>, now: () => number) {
  const type = 'gatehouse.invitations.registration.v1';
  const kind: EntityKind<typeof type, RegistrationDocument> = {
    type,
    collection,
    keys: registrationKeys,
    now,
  };

  /** In no order, each once. */
  async function* each(where: { emailKey: string } | { 'state.userId': string }) {
    for await (const batch of inBatches(collection, { where })) yield* batch;
  }

  return {
    /** Changes state, marks or both; marks alone are published by no event. `decide` is pure. */
    async decide<R = undefined>(
      id: string,
      origin: Origin,
      decide: (
        current: RegistrationDocument | undefined,
      ) => EntityDecision<RegistrationState, R, Partial<RegistrationMarks>>,
    ): Promise<RegistrationChange<R>> {
      const changed = await changeEntity(kind, id, origin, (_state, _version, current) => decide(current));
      const { status, result } = changed;
      if (status === 'duplicate') return { outcome: 'occupied', result, state: undefined };
      return { outcome: status, result, state: changed.document?.state };
    },
    /** See `changeState`. */
    change: (
      id: string,
      origin: Origin,
      decide: (state: RegistrationState) => RegistrationState | undefined,
    ) => changeState(kind, id, origin, decide),
    ...commandQueries(collection),
    get: (id: string) => collection.get(id),
    /** In no order; at most 1,000. */
    getMany: (ids: readonly string[]) => collection.getMany(ids),
    /** By the hash of its current token. */
    withToken: (tokenHash: string) => collection.findOne({ tokenHash }),
    /** The one that an invitation to this email can join; takes the email's key. */
    joinable: (emailKey: string) => collection.findOne({ openEmailKey: emailKey }),
    /** All that an email had, by its key. */
    toEmail: (emailKey: string) => each({ emailKey }),
    ofUser: (userId: string) => each({ 'state.userId': userId }),
    /** The open ones, those that end first before the others. */
    firstToExpire: (limit: number) =>
      collection.find({ where: { 'state.status': 'open' }, sort: [['state.expiresAt', 1]], limit }),
  };
}
