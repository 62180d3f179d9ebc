import type { SigningKey, SigningKeysState } from '@gatehouse/contracts';

/** A key that nothing was signed with yet: `sealed` holds the private half. */
export type NewKey = Pick<SigningKey, 'kid' | 'publicKey' | 'sealed'>;

const DAY_MS = 86_400_000;
/** Clients that read the keys once a day know the next one before it signs. */
export const NEXT_FOR_MS = DAY_MS;
/** The longest life of what a key signs, and a day more. */
export const FORMER_FOR_MS = DAY_MS + 600_000;

export const KEYS_ID = 'signing-keys';

const iso = (ms: number) => new Date(ms).toISOString();
const inState = (state: SigningKeysState, wanted: SigningKey['state']) =>
  state.keys.find((key) => key.state === wanted);

function withState(key: NewKey | SigningKey, state: SigningKey['state'], at: number): SigningKey {
  return { kid: key.kid, publicKey: key.publicKey, sealed: key.sealed, state, since: iso(at) };
}

/** The first two keys. */
export function firstKeys(current: NewKey, next: NewKey, at: number): SigningKeysState {
  const keys = [withState(current, 'current', at), withState(next, 'next', at)];
  return { id: KEYS_ID, keys, compromised: [], updatedAt: iso(at) };
}

/** What time asks for: `rotate` needs a new key. */
export function dueStep(
  state: SigningKeysState,
  now: number,
  keyDays: number,
): 'rotate' | 'drop' | undefined {
  const next = inState(state, 'next');
  const current = inState(state, 'current');
  const age = ({ since }: SigningKey) => now - Date.parse(since);
  const worn = current !== undefined && keyDays > 0 && age(current) >= keyDays * DAY_MS;
  if (worn && next !== undefined && age(next) >= NEXT_FOR_MS) return 'rotate';
  return state.keys.some((key) => key.state === 'former' && age(key) >= FORMER_FOR_MS) ? 'drop' : undefined;
}

/** The next key signs from now on, a new one is next, and the one that signed is published for a while. */
export function rotateKeys(state: SigningKeysState, fresh: NewKey, at: number): SigningKeysState {
  const former = state.keys.filter((key) => key.state === 'former');
  const current = inState(state, 'current');
  const next = inState(state, 'next') ?? fresh;
  const keys = [
    withState(next, 'current', at),
    withState(fresh, 'next', at),
    ...(current ? [withState(current, 'former', at)] : []),
    ...former,
  ];
  return { ...state, keys, updatedAt: iso(at) };
}

/** Without the former keys whose signatures have all run out. */
export function dropFormer(state: SigningKeysState, now: number): SigningKeysState {
  const keys = state.keys.filter(
    (key) => key.state !== 'former' || now - Date.parse(key.since) < FORMER_FOR_MS,
  );
  return { ...state, keys, updatedAt: iso(now) };
}

/** What becomes of a key that others may have. */
export interface Compromise {
  state: SigningKeysState;
  /** Milliseconds: sessions that began before may have tokens of it. Undefined where it never signed. */
  endsSessionsBefore: number | undefined;
}

/** A key is gone at once; undefined where there is no such key. */
export function compromiseKey(
  state: SigningKeysState,
  kid: string,
  fresh: NewKey,
  at: number,
): Compromise | undefined {
  const key = state.keys.find((each) => each.kid === kid);
  if (key === undefined) return undefined;
  const without = (from: SigningKeysState) => from.keys.filter((each) => each.kid !== kid);
  if (key.state === 'next') {
    const keys = [...without(state), withState(fresh, 'next', at)];
    return { state: { ...state, keys, updatedAt: iso(at) }, endsSessionsBefore: undefined };
  }
  const after = key.state === 'current' ? rotateKeys(state, fresh, at) : state;
  const compromised = [...state.compromised, { kid, at: iso(at) }];
  return {
    state: { ...after, keys: without(after), compromised, updatedAt: iso(at) },
    endsSessionsBefore: key.state === 'current' ? at : Date.parse(key.since),
  };
}
