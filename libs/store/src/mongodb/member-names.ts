/**
 * Names of members as MongoDB keeps them. JSON allows any text; BSON allows no NUL, update operators read `.` and `$`,
 * and the driver takes `_bsontype` and `$ref` for its own. Such a name is kept with those characters percent-encoded.
 */

const ENCODED: Readonly<Record<string, string>> = { '%': '%25', '.': '%2E', $: '%24', '\0': '%00' };

/** A copy of a JSON value with the names in it as they are stored. */
export function withStoredNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withStoredNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [storedName(name), withStoredNames(each)]),
  );
}

/** A stored value with the names that it was given. */
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
  if (name === '_bsontype') return '%5Fbsontype';
  return name.replace(/[%.$\0]/g, (character) => ENCODED[character] ?? character);
}

function givenName(name: string): string {
  if (!name.includes('%')) return name;
  if (name === '%') return '';
  return name.replace(/%([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}
