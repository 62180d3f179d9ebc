import type { SignInMethod, SignInOutcome } from '@gatehouse/contracts';
import { type Logger, newId } from '@gatehouse/runtime';
import { idFrom } from '@gatehouse/runtime/ids';
import { change } from '@gatehouse/store';
import { networksOf } from '../networks/client-networks.ts';
import type { SignInDocument, SignInsCollection } from './sign-ins.store.ts';

/** A sign-in, as far as it has come. */
export interface SignInFacts {
  /** Whoever it is; absent where the address is nobody's: then it is counted and not recorded. */
  userId: string | undefined;
  method: SignInMethod;
  outcome: SignInOutcome;
  serviceId?: string | undefined;
  organisationId?: string | undefined;
  /** The network that the person came from: see `cutAddress`. */
  address: string | undefined;
  /** The authorization that this comes of: what came of it last is its one record. */
  authorization?: string | undefined;
}

export interface SignInsParts {
  collection: SignInsCollection;
  /** Whether a user was removed. */
  isRemoved: (userId: string) => Promise<boolean>;
  count: (facts: Pick<SignInFacts, 'method' | 'outcome'>) => void;
  now: () => number;
  log: Logger;
}

/** What is kept of a client's address, as the gateway gives it: /24 or /48. Undefined where it is none. */
export function cutAddress(address: string | undefined): string | undefined {
  const { region } = networksOf(address ?? '');
  return region === 'unknown' ? undefined : region;
}

export type SignIns = ReturnType<typeof openSignIns>;

/** The records of sign-ins. Nobody's sign-in fails for one: what cannot be written is logged. */
export function openSignIns({ collection, isRemoved, count, now, log }: SignInsParts) {
  const underWay = new Set<Promise<void>>();

  function documentOf(userId: string, { method, outcome, serviceId, organisationId, address }: SignInFacts) {
    return {
      ...{ userId, method, outcome, at: now() },
      ...(serviceId !== undefined && { serviceId }),
      ...(organisationId !== undefined && { organisationId }),
      ...(address !== undefined && { address }),
    } satisfies Omit<SignInDocument, '_id' | 'version'>;
  }

  async function write(userId: string, facts: SignInFacts): Promise<void> {
    const { authorization } = facts;
    const document = documentOf(userId, facts);
    const _id = authorization === undefined ? newId() : idFrom('sign-in', authorization, userId);
    if (authorization === undefined) {
      await collection.write({ document: { ...document, _id, version: now() }, events: [] });
    } else {
      await change(collection, now, _id, () => ({ document: { ...document, _id }, result: undefined }));
    }
    // The removal may have come in between: it has deleted what was there by then.
    if (await isRemoved(userId)) await collection.purge([_id]);
  }

  /** Counts a sign-in and stores its record. It always resolves. */
  async function record(facts: SignInFacts): Promise<void> {
    count(facts);
    if (facts.userId === undefined) return;
    try {
      await write(facts.userId, facts);
    } catch (err) {
      log.warn({ err }, 'a sign-in has no record');
    }
  }

  return {
    record,
    /** The same, behind the answer: how long it takes says nothing of whose an address is. */
    note(facts: SignInFacts): void {
      const noted = record(facts).finally(() => underWay.delete(noted));
      underWay.add(noted);
    },
    /** Resolves once nothing is under way. */
    async settled(): Promise<void> {
      await Promise.all(underWay);
    },
  };
}
