import { audienceOf, type ToldService } from './service-audience.ts';

describe('what concerns a service', () => {
  const services: Record<string, ToldService> = {
    PARENT: { id: 'PARENT', status: 1, parentId: 'ABOVE' },
    ABOVE: { id: 'ABOVE', status: 1, parentId: undefined },
    CHILD: { id: 'CHILD', status: 1, parentId: 'PARENT' },
    OFF: { id: 'OFF', status: 0, parentId: 'PARENT' },
    ORPHAN: { id: 'ORPHAN', status: 1, parentId: 'OFF' },
  };
  const serviceOf = (id: string) => services[id];

  test.each([
    ['is told to its parent, and nobody above', 'CHILD', ['CHILD', 'PARENT']],
    ['is told to nobody where it is disabled', 'OFF', []],
    ['is not told to a disabled parent', 'ORPHAN', ['ORPHAN']],
    ['is told to nobody where it is unknown', 'NONE', []],
  ])('%s', (_, id, expected) => expect(audienceOf(id, serviceOf)).toEqual(expected));
});
