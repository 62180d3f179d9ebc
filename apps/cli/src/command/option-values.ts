import { InvalidArgumentError } from 'commander';

/** For a repeatable option: all its values, in order. */
export function collect(value: string, previous: readonly string[] = []): string[] {
  return [...previous, value];
}

export type Pair = readonly [name: string, value: string];

/** For a repeatable option `name=value`. */
export function collectPair(text: string, previous: readonly Pair[] = []): Pair[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It should be name=value.');
  return [...previous, [text.slice(0, at), text.slice(at + 1)]];
}

/** A whole number, 0 or more. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It should be a whole number.');
  return Number(text);
}

/** A status of a user or service: 1 or `active`, 0 or another word for it. */
export function statusNumber(inactive: string): (text: string) => 0 | 1 {
  return (text) => {
    const word = text.toLowerCase();
    if (word === '1' || word === 'active') return 1;
    if (word === '0' || word === inactive) return 0;
    throw new InvalidArgumentError(`It should be active or ${inactive}.`);
  };
}
