import { createHash } from 'node:crypto';
import {
  type ChallengeState,
  emailKey,
  type OpenChallenge,
  type Origin,
  type ProvedChallenge,
} from '@gatehouse/contracts';
import {
  changeEntity,
  changeState,
  type EntityDecision,
  type EntityKind,
  entityWrite,
} from '@gatehouse/entities';
import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  inBatches,
  json,
  optionalJson,
} from '@gatehouse/store';
import { isSignedIn } from './challenge.domain.ts';
import {
  type CountedChallenge,
  DAY_MS,
  DAYS_NUMBER,
  MOST_COUNTED,
  type NetworkCount,
} from './limits.domain.ts';

/** The account by which somebody new came from another provider, and what it said. */
export interface CameBy {
  providerId: string;
  identityId: string;
  issuer: string;
  subject: string;
  acr: string;
  amr: string[];
  providerSid?: string;
  /** The id that was chosen for a new user: any other had the address by then. */
  newUserId: string;
}

const schema = documentSchema({
  state: json<ChallengeState>(),
  emailKey: String,
  /** Made from the interaction's id, which opens its pages. */
  interaction: { type: String, required: true },
  /** When the code was last asked for: milliseconds since the epoch. */
  lastAskedAt: { type: Number, required: true },
  wrongCodes: Number,
  /** Made from a part of the network. */
  region: { type: String, required: true },
  /** Made from the network, where the challenge counts there. */
  network: String,
  knownBrowser: Boolean,
  /** The network that it came from, sealed, for the record of the sign-in. */
  address: String,
  /** Who came from another provider: as which account. */
  cameBy: optionalJson<CameBy>(),
});
schema.index({ interaction: 1, 'state.createdAt': 1 }, { name: 'interaction' });
schema.index({ emailKey: 1, 'state.createdAt': 1 }, { name: 'email' });
schema.index({ network: 1, 'state.createdAt': 1 }, { name: 'network' });
schema.index({ 'state.status': 1, 'state.expiresAt': 1 }, { name: 'expiry' });
schema.index({ 'state.commandRequest.at': 1 }, { name: 'commands' });
schema.index({ 'state.commandRequest.firstAt': 1 }, { name: 'oldCommands' });
schema.index({ 'state.createdAt': 1 }, { name: 'created' });

export const challengesCollection = defineCollection('challenges', schema);
export type ChallengeDocument = DocumentOf<typeof schema>;
/** What a challenge has besides its state. It never leaves the store. */
export type ChallengeMarks = Omit<ChallengeDocument, '_id' | 'version' | 'state' | 'emailKey'>;

/** A challenge that ended in a sign-in counts for no network any more. */
export function challengeKeys(state: ChallengeState, marks: Partial<ChallengeMarks>) {
  const { interaction = '', lastAskedAt = 0, region = '', wrongCodes, network } = marks;
  const { knownBrowser, cameBy, address } = marks;
  return {
    ...{ interaction, lastAskedAt, region },
    ...(state.email !== undefined && { emailKey: emailKey(state.email) }),
    ...(wrongCodes !== undefined && { wrongCodes }),
    ...(network !== undefined && !isSignedIn(state) && { network }),
    ...(knownBrowser !== undefined && { knownBrowser }),
    ...(cameBy !== undefined && { cameBy }),
    ...(address !== undefined && { address }),
  };
}

/** What the challenges of an interaction are found by. */
export function interactionKey(interactionId: string): string {
  return createHash('sha256').update(`interaction:${interactionId}`).digest('base64url');
}

/** As long as limits count them; an hour more for what is under way. */
const KEPT_MS = DAY_MS + 3_600_000;
const AT_A_TIME = 100;

const isoAt = (ms: number) => new Date(ms).toISOString();
const newest = [['state.createdAt', -1]] as const;

export type Challenges = ReturnType<typeof openChallenges>;

/** The writes and named queries of challenges. */
export function openChallenges(collection: Collection<ChallengeDocument>, now: () => number) {
  const type = 'gatehouse.signin.challenge.v1';
  const kind: EntityKind<typeof type, ChallengeDocument> = { type, collection, keys: challengeKeys, now };

  const madeAt = async (network: string, nth: number) => {
    const query = { where: { network }, sort: newest, skip: nth - 1, limit: 1 };
    const [found] = await collection.find(query);
    return found && Date.parse(found.state.createdAt);
  };

  return {
    /** One write, without a read. */
    async add(state: OpenChallenge | ProvedChallenge, marks: ChallengeMarks, origin: Origin): Promise<void> {
      const write = entityWrite(kind, undefined, origin, () => ({ state, marks, result: undefined }));
      if (write !== undefined) await collection.write(write);
    },
    /** Changes state, marks or both; marks alone are published by no event. `decide` is pure. */
    async decide<R>(
      id: string,
      origin: Origin,
      decide: (
        current: ChallengeDocument | undefined,
      ) => EntityDecision<ChallengeState, R, Partial<ChallengeMarks>>,
    ): Promise<R> {
      const { result } = await changeEntity(kind, id, origin, (_state, _version, current) => decide(current));
      return result;
    },
    /** See `changeState`. */
    change: (id: string, origin: Origin, decide: (state: ChallengeState) => ChallengeState | undefined) =>
      changeState(kind, id, origin, decide),
    get: (id: string) => collection.get(id),
    /** The one that counts for an interaction, by its key: a new address takes the place of the former. */
    async current(interaction: string): Promise<ChallengeDocument | undefined> {
      const [last] = await collection.find({ where: { interaction }, sort: newest, limit: 1 });
      return last;
    },
    /** Those of an interaction; a person does not type so many addresses. */
    ofInteraction: (interaction: string) =>
      collection.find({ where: { interaction }, sort: newest, limit: AT_A_TIME }),
    /** The last day's of an address, by its key: the newest first. */
    async counted(key: string): Promise<CountedChallenge[]> {
      const since = isoAt(now() - DAY_MS);
      const where = { emailKey: key, 'state.createdAt': { gt: since } };
      const found = await collection.find({ where, sort: newest, limit: MOST_COUNTED });
      return found.map(({ state, region, knownBrowser = false }) => ({
        at: Date.parse(state.createdAt),
        region,
        knownBrowser,
      }));
    },
    /** What counts for a network. `pauseMs`: where its newest is older than that, the others are not looked for. */
    async networkCount(network: string, perHour: number, pauseMs: number): Promise<NetworkCount> {
      const last = await madeAt(network, 1);
      if (last === undefined || last <= now() - pauseMs)
        return { newest: last, nthOfHour: undefined, nthOfDay: undefined };
      const [nthOfHour, nthOfDay] = await Promise.all([
        madeAt(network, perHour),
        madeAt(network, perHour * DAYS_NUMBER),
      ]);
      return { newest: last, nthOfHour, nthOfDay };
    },
    /** The open ones, those that end first before the others. */
    firstToExpire: (limit: number) =>
      collection.find({ where: { 'state.status': 'open' }, sort: [['state.expiresAt', 1]], limit }),
    /** Those whose command request was last sent at or before an instant, the oldest first. */
    commandSentUntil(at: string, limit: number) {
      const where = { 'state.commandRequest.at': { lte: at } };
      return collection.find({ where, sort: [['state.commandRequest.at', 1]], limit });
    },
    /** Those whose command request was first sent at or before an instant. */
    commandFirstSentUntil: (at: string, limit: number) =>
      collection.find({ where: { 'state.commandRequest.firstAt': { lte: at } }, limit }),
    /** Deletes what no limit counts any more. */
    async purge(): Promise<void> {
      const where = { 'state.createdAt': { lt: isoAt(now() - KEPT_MS) } };
      for await (const batch of inBatches(collection, { where, size: AT_A_TIME })) {
        const over = batch.filter(
          ({ state }) => !('commandRequest' in state) || state.commandRequest === undefined,
        );
        await collection.purge(over.map(({ _id }) => _id));
      }
    },
  };
}
