import type { ListedUser } from '@gatehouse/contracts';
import { eventually } from '@gatehouse/testing';
import { openCollections } from '../collections.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { projectionOf } from '../testing/list-facts.ts';
import { createListing } from '../testing/listing.ts';

let access: AccessUnderTest;
beforeAll(async () => {
  access = await startAccessUnderTest();
});
afterAll(() => access.close());

const { making, users } = createListing(() => access);

describe('a filter', () => {
  const at = (text: string) => new Date(`2026-02-${text}`).toISOString();
  let id: string;
  const people: Record<string, string> = {};

  beforeAll(async () => {
    ({ id } = await making.service());
    const collections = await openCollections(access.store, Date.now);
    for (const [name, status, updatedAt] of [
      ['first', 1, at('01T00:00:00.000Z')],
      ['second', 0, at('03T00:00:00.000Z')],
      ['third', 1, at('08T00:00:00.000Z')],
      ['fourth', 1, at('08T00:00:00.001Z')],
    ] as const) {
      const member = await making.member();
      people[member.userId] = name;
      const grant = {
        id: `${id}:${member.organisationId}:${member.userId}`,
        serviceId: id,
        ...member,
        state: 'granted' as const,
        roles: [],
        identifiers: [],
        membershipIncarnation: member.since,
        approvedAt: updatedAt,
        updatedAt,
        userStatus: status,
        userUpdatedAt: updatedAt,
        membershipUpdatedAt: updatedAt,
      };
      await projectionOf(collections, Date.now)({ state: grant, version: 1 });
      await eventually(async () => expect(await collections.users.get(member.userId)).toBeDefined());
    }
  });

  const found = async (query: string) => {
    const { status, body } = await users(id, query);
    expect(status).toBe(200);
    expect(body.numberOfRecords).toBe(body.users.length);
    return body.users.map(({ userId }: ListedUser) => people[userId]);
  };

  test('includes both ends of its window', async () => {
    expect(await found('?from=2026-02-01&to=2026-02-08')).toEqual(['first', 'second', 'third']);
    expect(await found('?from=2026-02-01T00:00:00.001Z&to=2026-02-08')).toEqual(['second', 'third']);
    expect(await found('?from=2026-02-08&to=2026-02-08T00:00:00.0005Z')).toEqual(['third']);
    expect(await found('?from=2026-02-08T00:00:00.0005Z')).toEqual(['fourth']);
    expect(await found('?from=2026-02-01')).toEqual(['first', 'second', 'third']);
    expect(await found('?to=2026%2F02%2F08%2000%3A00%3A01')).toEqual(['second', 'third', 'fourth']);
    expect(await found('?FROM=2026-02-01&TO=2026-02-08&STATUS=0')).toEqual(['second']);
    expect(await found('?from=2026-02-01&to=2026-02-08&status=1')).toEqual(['first', 'third']);
    expect(await found('?from=&to=&status=')).toHaveLength(4);
  });

  test('names its window, and warns where that was completed', async () => {
    const { body } = await users(id, '?from=2026-02-01&to=2026-02-08&pageSize=2&page=2');
    expect(body).toMatchObject({ numberOfRecords: 3, page: 2, numberOfPages: 2 });
    expect(body.dateRange).toBe(
      'Users between Sun, 01 Feb 2026 00:00:00 GMT and Sun, 08 Feb 2026 00:00:00 GMT',
    );
    expect(body).not.toHaveProperty('warning');
    expect((await users(id, '?status=1')).body).toMatchObject({
      users: [],
      warning: 'Only 7 days of data can be fetched',
    });
    const plain = (await users(id)).body;
    expect(plain).not.toHaveProperty('dateRange');
    expect(plain).not.toHaveProperty('warning');
  });

  test('all faults at once, before nothing else', async () => {
    const { status, body } = await users(id, '?page=01&status=2&from=2025-02-30&to=2999-01-01');
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      '01 is not a valid value for page. Expected a number',
      'Status is not valid. Should be either 0 or 1.',
      'From date is not a valid date.',
      'Date range should not be in the future',
    ]);
    expect((await users(id, '?from=2026-01-01&from=2026-01-02')).status).toBe(400);
    expect((await users(id, '?from[]=2026-01-01')).status).toBe(400);
  });
});
