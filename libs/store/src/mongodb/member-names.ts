/**
 * Names of members as MongoDB stores them. JSON allows any text. BSON allows no NUL, update operators read `.` and `$`, the
 * driver takes `_bsontype` and `$ref` for its own, and mongoose leaves out what could change a prototype. Such a name is
 * stored with those characters, or its first one, percent-encoded.
 */

const ENCODED: Readonly<Record<string, string>> = { '%': '%25', '.': '%2E', $: '%24', '\0': '%00' };
const TAKEN = new Set(['_bsontype', '__proto__', 'constructor', 'prototype']);

/** A copy of a JSON value with stored names. */
export function withStoredNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStoredNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [storedName(name), withStoredNames(each)]),
  );
}

/** A copy of a stored value with its original names. */
export function withGivenNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withGivenNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [givenName(name), withGivenNames(each)]),
  );
}

/** One name as it is stored. */
export function storedName(name: string): string {
  // A path within an update may not be empty.
  if (name === '') return '%';
  if (TAKEN.has(name)) return `%${name.charCodeAt(0).toString(16).toUpperCase()}${name.slice(1)}`;
  return name.replace(/[%.$\0]/g, (character) => ENCODED[character] ?? character);
}

function givenName(name: string): string {
  if (!name.includes('%')) return name;
  if (name === '%') return '';
  return name.replace(/%([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
