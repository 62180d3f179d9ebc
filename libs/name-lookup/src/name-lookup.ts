import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { hostname, platform } from 'node:os';
import pTimeout from 'p-timeout';
import { type Answer, bothFamilies } from './both-families.ts';
import { followedFile } from './followed-file.ts';
import { parseHosts } from './hosts-file.ts';
import { fullNames, parseSearchList } from './search-list.ts';

export interface NameLookupOptions {
  /** Default: the system's. */
  hostsFile?: string;
  /** resolv.conf(5), for its search list. When it changes, the name servers are read again. Default: the system's. */
  resolverFile?: string;
  /** Name servers, `address` or `address:port`. Default: the system's. */
  servers?: readonly string[];
  /** How long a look-up may take. Default 3 s. */
  timeoutMs?: number;
}

const HOSTS_FILE = platform() === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
const RESOLVER_FILE = '/etc/resolv.conf';
/** A query is resent after so long, then after ever longer: a packet may be lost, or one of several servers away. */
const QUERY = { timeout: 300, tries: 4, maxTimeout: 1_000 };
/** The name has no address of the family, does not exist, or is malformed. */
const ABSENT = new Set(['ENODATA', 'ENOTFOUND', 'EBADNAME']);
const LOOPBACK: readonly LookupAddress[] = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * A replacement for `dns.lookup`, as the `lookup` option of `net.connect` and its users: the hosts file, then DNS with the
 * search list. `dns.lookup` waits in one of the process's few threads, so that a name server that is silent about one name
 * delays every other; this waits in none. Its errors are those of `dns.lookup`: `ENOTFOUND` where there is no address,
 * `EAI_AGAIN` where that is unknown.
 */
export function createNameLookup(options: NameLookupOptions = {}): LookupFunction {
  const { hostsFile = HOSTS_FILE, resolverFile = RESOLVER_FILE, servers, timeoutMs = 3_000 } = options;
  const hosts = followedFile(hostsFile, parseHosts);
  const resolving = followedFile(resolverFile, (text) => {
    const list = servers ?? new Resolver().getServers();
    return { resolvers: resolversOf(list), search: parseSearchList(text, hostname()) };
  });
  const inFlight = new Map<string, Promise<readonly LookupAddress[]>>();

  async function byDns(name: string): Promise<readonly LookupAddress[]> {
    const { resolvers, search } = resolving();
    let unknown = false;
    for (const fullName of fullNames(name, search)) {
      const answer = await bothFamilies(
        ask(resolvers, 4, (resolver) => resolver.resolve4(fullName)),
        ask(resolvers, 6, (resolver) => resolver.resolve6(fullName)),
      );
      if (answer === 'unknown') unknown = true;
      else if (answer.length > 0) return answer;
    }
    throw failure(unknown ? 'EAI_AGAIN' : 'ENOTFOUND', name);
  }

  async function addressesOf(name: string): Promise<readonly LookupAddress[]> {
    const family = isIP(name);
    if (family !== 0) return [{ address: name, family }];
    const plain = name.toLowerCase().replace(/\.$/, '');
    const local = hosts().get(plain) ?? (/(?:^|\.)localhost$/.test(plain) ? LOOPBACK : undefined);
    return local ?? pTimeout(byDns(name), { milliseconds: timeoutMs, message: failure('EAI_AGAIN', name) });
  }

  /** Connections to one host that are opened together share one look-up. */
  function shared(name: string): Promise<readonly LookupAddress[]> {
    const found = inFlight.get(name) ?? addressesOf(name).finally(() => inFlight.delete(name));
    inFlight.set(name, found);
    return found;
  }

  return (name, { all, family }, done) => {
    const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family;
    shared(name).then(
      (found) => {
        const addresses = found.filter((each) => !wanted || each.family === wanted);
        const [first] = addresses;
        if (first === undefined) done(failure('ENOTFOUND', name), '');
        else if (all === true) done(null, addresses);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
}

/** Looks names up by the system's files and name servers. */
export const lookUpName: LookupFunction = createNameLookup();

/** Resolvers that each start with another server. A resolver goes on to the next server where one is silent. */
function resolversOf(servers: readonly string[]): Resolver[] {
  return servers.map((_, first) => {
    const resolver = new Resolver(QUERY);
    resolver.setServers([...servers.slice(first), ...servers.slice(0, first)]);
    return resolver;
  });
}

/** Where a server fails or refuses, the next one is asked, as the system's resolver does. */
async function ask(
  resolvers: readonly Resolver[],
  family: 4 | 6,
  query: (resolver: Resolver) => Promise<string[]>,
): Promise<Answer> {
  for (const resolver of resolvers) {
    try {
      return (await query(resolver)).map((address) => ({ address, family }));
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (ABSENT.has(code)) return [];
      if (code === 'ETIMEOUT') return 'unknown';
    }
  }
  return 'unknown';
}

/** An error in the words of `dns.lookup`, which clients of other protocols read. */
function failure(code: 'ENOTFOUND' | 'EAI_AGAIN', hostname: string): NodeJS.ErrnoException {
  const error = new Error(`getaddrinfo ${code} ${hostname}`);
  return Object.assign(error, { code, syscall: 'getaddrinfo', hostname });
}
