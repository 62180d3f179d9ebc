import { wordsOfLines } from './followed-file.ts';

/** How short names are completed (resolv.conf(5)). */
export interface SearchList {
  domains: readonly string[];
  /** A name with at least so many dots is first looked up unchanged. */
  ndots: number;
}

const MAX_DOTS = 15;

/** The last of `search` and `domain` counts; without either, the domain of this machine's name. */
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
      if (given !== undefined) ndots = Math.min(Number(given), MAX_DOTS);
    }
  }
  return { domains: domains.map((domain) => domain.replace(/^\.+|\.+$/g, '')), ndots };
}

/** The full names to look up for a name, in order. A name that ends in a dot is full. */
export function fullNames(name: string, { domains, ndots }: SearchList): string[] {
  if (name.endsWith('.')) return [name];
  const completed = domains.filter((domain) => domain !== '').map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...completed] : [...completed, name];
}
