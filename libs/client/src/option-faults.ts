/** What timers take; a longer one would end at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Undefined for a text that says something. */
export function textFault(name: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return `${name} is missing`;
  return isText(value) ? undefined : `${name} should be a text that is not blank`;
}

/** Never repeats the secret. White space around it is what reading it from a file leaves: no signature would be right. */
export function secretFault(name: string, value: unknown): string | undefined {
  const fault = textFault(name, value);
  if (fault !== undefined) return fault;
  return value === String(value).trim() ? undefined : `${name} begins or ends with white space`;
}

/** Undefined for an address that paths can be put behind. */
export function urlFault(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return 'url is missing';
  const text = typeof value === 'string' ? value : '';
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'url should begin with https:// or http:// and name a host';
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isBare ? undefined : 'url should have no user, password, query or fragment';
}

/** Undefined for a number from `least` to `most`, and for none. */
export function numberFault(name: string, value: unknown, least: number, most: number): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return undefined;
  return most === Infinity
    ? `${name} should be a number of at least ${least}`
    : `${name} should be a number from ${least} to ${most}`;
}

/** Throws TypeError with all faults, where there are any. */
export function refuse(where: string, faults: readonly (string | undefined)[]): void {
  const found = faults.filter((fault) => fault !== undefined);
  if (found.length > 0) throw new TypeError(`${where}: ${found.join('; ')}`);
}
