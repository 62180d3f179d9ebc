import type { PresentAttributeDefinition } from '@gatehouse/contracts';

type AttributeType = PresentAttributeDefinition['type'];

const TEXT_CHARACTERS = 2_000;
const JSON_BYTES = 8 * 1_024;
const JSON_DEPTH = 10;
/** What a user's values may come to together. */
export const ALL_BYTES = 64 * 1_024;

/** How deep lists and objects stand in each other, as far as it is more than allowed; a number that JSON has not is refused too. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < JSON_DEPTH && Object.values(value).every((inner) => isPlain(inner, depth + 1));
}

function jsonFault(value: unknown): string | undefined {
  if (!isPlain(value)) return `should be JSON, at most ${JSON_DEPTH} deep`;
  return bytesOf(JSON.stringify(value)) > JSON_BYTES ? 'should be at most 8 KiB of JSON' : undefined;
}

const FAULTS: Readonly<Record<AttributeType, (value: unknown) => string | undefined>> = {
  boolean: (value) => (typeof value === 'boolean' ? undefined : 'should be true or false'),
  number: (value) => (Number.isFinite(value) ? undefined : 'should be a number'),
  text: (value) =>
    typeof value === 'string' && [...value].length <= TEXT_CHARACTERS
      ? undefined
      : `should be text of at most ${TEXT_CHARACTERS} characters`,
  json: jsonFault,
};

/** What is wrong with a value of an attribute; undefined where nothing is. Null takes it out, and is never wrong. */
export function valueFault(type: AttributeType, value: unknown): string | undefined {
  return value === null ? undefined : FAULTS[type](value);
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
