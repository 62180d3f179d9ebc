import type { ToldService } from '@gatehouse/contracts';
import { propertyRuns } from '@gatehouse/testing';
import fc from 'fast-check';
import type { ChangeEvent } from '../notices/change-events.domain.ts';
import { audienceOfPerson } from './person-audience.domain.ts';

const SERVICES = ['A', 'B', 'C', 'D', 'E'] as const;
const SCHOOLS = ['OPEN', 'HIDDEN'] as const;
const service = fc.constantFrom(...SERVICES);
const school = fc.constantFrom(...SCHOOLS);

interface World {
  services: (ToldService & { seesAll: boolean })[];
  grants: { serviceId: string; organisationId: string }[];
  invitedBy: string[];
}

const world: fc.Arbitrary<World> = fc.record({
  services: fc.tuple(
    ...SERVICES.map((id) =>
      fc.record({
        id: fc.constant(id),
        status: fc.constantFrom(0 as const, 1 as const, 1 as const),
        parentId: fc.option(service, { nil: undefined }),
        seesAll: fc.boolean(),
      }),
    ),
  ) as fc.Arbitrary<World['services']>,
  grants: fc.array(fc.record({ serviceId: service, organisationId: school }), { maxLength: 4 }),
  invitedBy: fc.array(service, { maxLength: 2 }),
});

const person: ChangeEvent = { type: 'user.removed', data: { userId: 'U', version: 1 } };
const member = (organisationId: string): ChangeEvent => ({
  type: 'membership.removed',
  data: { userId: 'U', organisationId, version: 1 },
});

/** The chapter's rule, for one service: it is told where it is not disabled and the person is shown to it. */
function isTold(world: World, id: string, { data }: ChangeEvent): boolean {
  const own = world.services.find((each) => each.id === id);
  if (own === undefined || own.status === 0) return false;
  const isOurs = (other: string) => {
    const it = world.services.find((each) => each.id === other);
    return it !== undefined && it.status === 1 && (it.id === id || it.parentId === id);
  };
  const isGranted = world.grants.some(({ serviceId }) => isOurs(serviceId));
  if ('organisationId' in data && data.organisationId === 'HIDDEN') {
    return world.grants.some(
      ({ serviceId, organisationId }) => isOurs(serviceId) && organisationId === 'HIDDEN',
    );
  }
  return isGranted || world.invitedBy.some(isOurs) || own.seesAll;
}

test('whom an event about a person concerns: as the rule says of each service, each once', () => {
  const events = [person, member('OPEN'), member('HIDDEN')];
  fc.assert(
    fc.property(world, (given) => {
      const audience = {
        serviceOf: (id: string) => given.services.find((each) => each.id === id),
        seeingAll: given.services.flatMap(({ id, seesAll, status }) => (seesAll && status === 1 ? [id] : [])),
        isHidden: (id: string) => id === 'HIDDEN',
      };
      for (const event of events) {
        const told = audienceOfPerson(event, given, audience);
        expect(told).toEqual(SERVICES.filter((id) => isTold(given, id, event)));
      }
    }),
    propertyRuns(5_000, 300),
  );
});
