import { wordsOfLines } from './followed-file.ts';

/** How a name that may be short is completed: what resolv.conf(5) says of it. */
export interface SearchList {
  domains: readonly string[];
  /** A name with at least so many dots is first looked up as it is. */
  ndots: number;
}

const MOST_DOTS = 15;

/** Of `search` and `domain` the last counts; without either it is the domain of this machine's own name. */
export function parseSearchList(text: string, hostName: string): SearchList {
  const ownDomain = hostName.split('.').slice(1).join('.');
  let domains = ownDomain === '' ? [] : [ownDomain];
  let ndots = 1;
  for (const [directive, ...words] of wordsOfLines(text, /[#;].*/)) {
    if (directive === 'search') domains = words;
    if (directive === 'domain') domains = words.slice(0, 1);
    if (directive !== 'options') continue;
    for (const word of words) {
      const given = /^ndots:(\d+)$/.exec(word)?.[1];
      if (given !== undefined) ndots = Math.min(Number(given), MOST_DOTS);
    }
  }
  return { domains: domains.map((domain) => domain.replace(/^\.+|\.+$/g, '')), ndots };
}

/** The full names that a name may stand for, in the order in which they are asked for. One that ends in a dot is full. */
export function fullNames(name: string, { domains, ndots }: SearchList): string[] {
  if (name.endsWith('.')) return [name];
  const completed = domains.filter((domain) => domain !== '').map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...completed] : [...completed, name];
}
