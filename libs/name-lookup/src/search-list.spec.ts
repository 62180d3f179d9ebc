import { fullNames, parseSearchList } from './search-list.ts';

test.each([
  ['', 'host', { domains: [], ndots: 1 }],
  ['', 'host.example.org', { domains: ['example.org'], ndots: 1 }],
  ['search a.test b.test # comment\n', 'host.example.org', { domains: ['a.test', 'b.test'], ndots: 1 }],
  ['search a.test\ndomain b.test c.test', 'host', { domains: ['b.test'], ndots: 1 }],
  ['domain a.test\r\nsearch\tb.test.\r\n', 'host', { domains: ['b.test'], ndots: 1 }],
  ['search .', 'host', { domains: [''], ndots: 1 }],
  ['options ndots:5 timeout:1\n;options ndots:2', 'host', { domains: [], ndots: 5 }],
  ['options ndots:99 ndots:x', 'host', { domains: [], ndots: 15 }],
  ['nameserver 10.0.0.1\nnonsense\n\n  # x', 'host', { domains: [], ndots: 1 }],
])('of %j on %s', (text, hostName, list) => expect(parseSearchList(text, hostName)).toEqual(list));

const cluster = { domains: ['ns.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], ndots: 5 };

test.each([
  ['directory', { domains: [], ndots: 1 }, ['directory']],
  ['directory', { domains: ['a.test'], ndots: 1 }, ['directory.a.test', 'directory']],
  ['a.b', { domains: ['a.test', ''], ndots: 1 }, ['a.b', 'a.b.a.test']],
  ['a.b.', { domains: ['a.test'], ndots: 5 }, ['a.b.']],
  [
    'access.gatehouse.svc',
    cluster,
    [...cluster.domains.map((domain) => `access.gatehouse.svc.${domain}`), 'access.gatehouse.svc'],
  ],
])('%s is, by %j, one of %j', (name, list, names) => expect(fullNames(name, list)).toEqual(names));
