import type { ListedUser } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { openCollections } from '../collections.ts';
import { type AccessUnderTest, startAccessUnderTest } from '../testing/access-under-test.ts';
import { walk } from '../testing/list-reading.ts';
import { createListing } from '../testing/listing.ts';
import { grantPath } from '../testing/making.ts';
import { fillSlots, QUIET_MS } from './fill-slots.ts';

let access: AccessUnderTest;
let ahead = 0;
const clock = { now: () => Date.now() + ahead };
beforeAll(async () => {
  access = await startAccessUnderTest({ clock });
});
afterAll(() => access.close());

const { making, users, listed, grantTo, remove } = createListing(() => access);
type Member = Awaited<ReturnType<typeof grantTo>>;

describe('slots', () => {
  test('are kept, left empty by a removed record, and taken by the next new one', async () => {
    const { id } = await making.service();
    const members = [];
    for (let n = 0; n < 5; n++) {
      members.push(await grantTo(id));
      await listed(
        id,
        members.map(({ userId }) => userId),
      );
    }
    const pageOf = async (page: number) =>
      (await users(id, `?pageSize=2&page=${page}`)).body.users.map((each: ListedUser) => each.userId);
    const ids = members.map(({ userId }) => userId);
    expect([await pageOf(1), await pageOf(2), await pageOf(3)]).toEqual([
      [ids[0], ids[1]],
      [ids[2], ids[3]],
      [ids[4]],
    ]);
    const [, second, , , fifth] = members;
    if (second === undefined || fifth === undefined) throw new Error('members are missing');
    await remove(second, id);
    await listed(id, [ids[0], ids[2], ids[3], ids[4]] as string[]);
    expect([await pageOf(1), await pageOf(2), await pageOf(3)]).toEqual([
      [ids[0]],
      [ids[2], ids[3]],
      [ids[4]],
    ]);
    expect((await users(id, '?pageSize=2')).body).toMatchObject({ numberOfRecords: 4, numberOfPages: 3 });
    const sixth = await grantTo(id);
    await eventually(async () => expect(await pageOf(1)).toEqual([ids[0], sixth.userId]));
    await remove(fifth, id);
    await eventually(async () =>
      expect((await users(id, '?pageSize=2')).body).toMatchObject({ numberOfRecords: 4, numberOfPages: 2 }),
    );
    expect((await users(id, '?pageSize=2&page=9007199254740991')).body).toMatchObject({
      users: [],
      numberOfPages: 2,
    });
  });

  test('that stay empty are filled from the end, once nobody walks', async () => {
    const { id } = await making.service();
    const members = [];
    for (let n = 0; n < 6; n++) {
      members.push(await grantTo(id));
      await listed(
        id,
        members.map(({ userId }) => userId),
      );
    }
    const ids = members.map(({ userId }) => userId);
    for (const member of members.slice(0, 3)) await remove(member, id);
    await listed(id, ids.slice(3));
    const collections = await openCollections(access.store, Date.now);
    const fill = () => fillSlots({ ...collections, now: clock.now, newId }, id);
    expect(await fill()).toBe(false);
    expect((await users(id, '?pageSize=1')).body.numberOfPages).toBe(6);
    ahead += QUIET_MS;
    while (await fill()) {}
    const { body } = await users(id, '?pageSize=500');
    expect(body.users.map(({ userId }: ListedUser) => userId)).toEqual([ids[5], ids[4], ids[3]]);
    expect((await users(id, '?pageSize=1')).body).toMatchObject({ numberOfRecords: 3, numberOfPages: 3 });
    const next = await grantTo(id);
    await listed(id, [...ids.slice(3), next.userId]);
    expect((await users(id, '?pageSize=1')).body).toMatchObject({ numberOfRecords: 4, numberOfPages: 4 });
  });

  test('walks while 50 write find every record that is there throughout, once', async () => {
    const { id } = await making.service();
    const [stay, go] = await Promise.all(
      [100, 50].map((count) => Promise.all(Array.from({ length: count }, () => grantTo(id)))),
    );
    if (stay === undefined || go === undefined) throw new Error('members are missing');
    await listed(
      id,
      [...stay, ...go].map(({ userId }) => userId),
    );
    let isWalking = true;
    let written = 0;
    /** Removes a record and makes another, and changes one that stays, again and again. */
    async function write(first: Member, { userId, organisationId }: Member): Promise<void> {
      for (let member = first, n = 0; isWalking; n++) {
        expect((await remove(member, id)).status).toBe(204);
        member = await grantTo(id);
        const identifiers = [{ key: 'n', value: String(n) }];
        const changed = await access.operator('PUT', grantPath(userId, organisationId, id), { identifiers });
        expect(changed.status).toBe(200);
        written += 3;
      }
    }
    const writing = go.map((member, n) => write(member, stay[n] as Member));
    const walks: ListedUser[][] = [];
    // Each walk is to see writes, so the walking ends once there were enough of them.
    while (walks.length < 5 || written < 300) walks.push(await walk(access, id, { pageSize: 7 }));
    isWalking = false;
    await Promise.all(writing);
    walks.push(await walk(access, id, { pageSize: 7 }));
    for (const found of walks) {
      const ids = found.map(({ userId }) => userId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(stay.filter(({ userId }) => !ids.includes(userId))).toEqual([]);
    }
    await eventually(async () =>
      expect((await users(id)).body).toMatchObject({ numberOfRecords: stay.length + go.length }),
    );
  });
});
