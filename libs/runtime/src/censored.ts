/** The last defence, should a line ever be given one of these. What must not be logged is not to be handed over. */
const NEVER_LOGGED = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'headers',
  'password',
  'secret',
  'apisecret',
  'token',
  'verificationcode',
  'email',
  'to',
  'url',
  'query',
  'body',
  'given_name',
  'family_name',
]);

const DEPTH = 4;
const HIDDEN = '[hidden]';

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function censor(object: Record<string, unknown>, depth: number): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const name in object) {
    const value = object[name];
    let shown = value;
    if (NEVER_LOGGED.has(name.toLowerCase())) shown = HIDDEN;
    else if (isPlainObject(value)) shown = depth === 0 ? HIDDEN : censor(value, depth - 1);
    if (shown === value) continue;
    copy ??= { ...object };
    copy[name] = shown;
  }
  return copy ?? object;
}

/** What is logged, with members of telling names hidden. Nothing is copied where there is nothing to hide. */
export function censored(object: Record<string, unknown>): Record<string, unknown> {
  return censor(object, DEPTH);
}
