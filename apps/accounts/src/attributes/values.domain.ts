import type {
  AttributeValue,
  AttributeValuesState,
  HeldAttributeValues,
  PresentAttributeDefinition,
} from '@gatehouse/contracts';
import { ALL_BYTES, bytesOf } from './value-faults.domain.ts';

/** Encrypts values at rest: the platform's own. */
interface Sealer {
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
}

type Values = Readonly<Record<string, AttributeValue>>;

export const contextOf = (userId: string, name: string) => `attribute:${userId}/${name}`;

/** By name; it has no members but these, whatever an attribute is called. */
export function valuesIn(state: AttributeValuesState | undefined): Values {
  return Object.assign(Object.create(null), state?.status === 'present' ? state.values : undefined);
}

/** A value as it is kept: sealed where reading it needs MFA. */
export function keptValue(
  { id: name, mfa, incarnation }: PresentAttributeDefinition,
  { userId, sealer }: { userId: string; sealer: Sealer },
  text: string,
): AttributeValue {
  return mfa.get
    ? { sealed: sealer.seal(text, contextOf(userId, name)), incarnation }
    : { json: text, incarnation };
}

/** The JSON text of a value that was kept. */
export function openedValue(
  value: AttributeValue,
  name: string,
  { userId, sealer }: { userId: string; sealer: Sealer },
): string {
  return 'json' in value ? value.json : sealer.open(value.sealed, contextOf(userId, name));
}

/** A sealed value's length is that of its text, less what sealing adds. */
function sizeOf(value: AttributeValue): number {
  return 'json' in value ? bytesOf(value.json) : Math.floor((value.sealed.length * 3) / 4) - SEALING_BYTES;
}
/** The key's name with its dot, the nonce and the tag. */
const SEALING_BYTES = 35;

/** Whether all of a user's values are too much together. */
export function areTooMuch(values: Values): boolean {
  return Object.values(values).reduce((sum, value) => sum + sizeOf(value), 0) > ALL_BYTES;
}

/** The state with other values; those that are undefined go. */
export function withValues(
  current: AttributeValuesState | undefined,
  userId: string,
  changes: Readonly<Record<string, AttributeValue | undefined>>,
  at: string,
): HeldAttributeValues {
  const left = changedValues(valuesIn(current), changes);
  return {
    ...{ id: userId, status: 'present' },
    ...(Object.keys(left).length > 0 && { values: left }),
    updatedAt: at,
  };
}

export function changedValues(
  held: Values,
  changes: Readonly<Record<string, AttributeValue | undefined>>,
): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries({ ...held, ...changes }).filter(
      (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
    ),
  );
}
