import { buildEvent, emailKey, type Origin, type RegistrationState } from '@gatehouse/contracts';
import { type Collection, change, type Draft } from '@gatehouse/store';
import type { Attempts } from './attempts.ts';
import type { KeptSecrets } from './link-secrets.ts';
import { canBeJoined } from './registration.ts';
import type { RegistrationDocument } from './registrations.store.ts';

/** What becomes of a registration: a next state with its event, new secrets, or wrong codes, of which no event tells. */
export interface RegistrationDecision<R> {
  state?: RegistrationState | undefined;
  /** The link and code of a new generation; wrong codes are forgotten with it. */
  secrets?: KeptSecrets;
  attempts?: Attempts;
  /** What the browser that accepts it is known by. */
  acceptedBy?: string;
  result: R;
}

/** `occupied`: the email has another registration that can be joined. */
export type RegistrationChange<R> = {
  outcome: 'changed' | 'unchanged' | 'occupied';
  result: R;
  state?: RegistrationState;
};

/** Every change of a registration is one write. */
export interface Registrations {
  get(id: string): Promise<RegistrationDocument | undefined>;
  /** By the hash of its current token. */
  withToken(tokenHash: string): Promise<RegistrationDocument | undefined>;
  /** The one that an invitation to this email can join; takes the email's key. */
  joinable(emailKey: string): Promise<RegistrationDocument | undefined>;
  /** All that an email or a user had; the newest 100. */
  toEmail(emailKey: string): Promise<RegistrationDocument[]>;
  ofUser(userId: string): Promise<RegistrationDocument[]>;
  /** The open ones, those that end first before the others. */
  firstToExpire(limit: number): Promise<RegistrationDocument[]>;
  askedUntil(at: string, limit: number): Promise<RegistrationDocument[]>;
  firstAskedUntil(at: string, limit: number): Promise<RegistrationDocument[]>;
  /** `decide` is pure; without any of state, secrets and attempts nothing is written. */
  change<R = undefined>(
    id: string,
    origin: Origin,
    decide: (current: RegistrationDocument | undefined) => RegistrationDecision<R>,
  ): Promise<RegistrationChange<R>>;
}

function draftOf(
  state: RegistrationState,
  {
    tokenHash,
    code,
    attempts,
    acceptedBy,
  }: Pick<RegistrationDocument, 'tokenHash' | 'code' | 'attempts' | 'acceptedBy'>,
): Draft<RegistrationDocument> {
  const open = state.status === 'open';
  const key = state.email === undefined ? undefined : emailKey(state.email);
  return {
    _id: state.id,
    state,
    tokenHash,
    ...(key !== undefined && { emailKey: key }),
    ...(key !== undefined && canBeJoined(state) && { openEmailKey: key }),
    ...(open && code !== undefined && { code }),
    ...(open && attempts !== undefined && { attempts }),
    ...(acceptedBy !== undefined && { acceptedBy }),
  };
}

export function openRegistrations(
  collection: Collection<RegistrationDocument>,
  now: () => number,
): Registrations {
  return {
    get: (id) => collection.get(id),
    withToken: (tokenHash) => collection.findOne({ tokenHash }),
    joinable: (key) => collection.findOne({ openEmailKey: key }),
    toEmail: (key) => collection.find({ where: { emailKey: key }, limit: 100 }),
    ofUser: (userId) => collection.find({ where: { 'state.userId': userId }, limit: 100 }),
    firstToExpire: (limit) =>
      collection.find({ where: { 'state.status': 'open' }, sort: [['state.expiresAt', 1]], limit }),
    askedUntil: (at, limit) =>
      collection.find({
        where: { 'state.commandRequest.at': { lte: at } },
        sort: [['state.commandRequest.at', 1]],
        limit,
      }),
    firstAskedUntil: (at, limit) =>
      collection.find({ where: { 'state.commandRequest.firstAt': { lte: at } }, limit }),
    async change(id, origin, decide) {
      const changed = await change(collection, now, id, (current) => {
        const { state = current?.state, secrets, attempts, result, ...decided } = decide(current);
        const kept = secrets ?? current;
        const same = state === current?.state && secrets === undefined && attempts === undefined;
        if (state === undefined || kept === undefined || same) return { result };
        const counted = secrets === undefined ? (attempts ?? current?.attempts) : undefined;
        const { acceptedBy = current?.acceptedBy } = decided;
        const draft = draftOf(state, {
          ...kept,
          ...(counted === undefined ? {} : { attempts: counted }),
          ...(acceptedBy === undefined ? {} : { acceptedBy }),
        });
        if (state === current?.state) return { document: draft, result };
        const eventAt = ({ version }: { version: number }) =>
          buildEvent(
            'gatehouse.invitations.registration.v1',
            { version, state, previous: current?.state },
            origin,
            now(),
          );
        return { document: draft, events: (document) => [eventAt(document)], result };
      });
      const { result } = changed;
      if (changed.status === 'duplicate') return { outcome: 'occupied', result };
      const state = changed.document?.state;
      return { outcome: changed.status, result, ...(state === undefined ? {} : { state }) };
    },
  };
}
