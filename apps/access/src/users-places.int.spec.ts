import type { ListedUser } from '@gatehouse/contracts';
import { newId } from '@gatehouse/runtime';
import { eventually } from '@gatehouse/testing';
import { fillPlaces, QUIET_MS } from './place-filling.ts';
import { openCollections } from './stores/collections.ts';
import { type AccessUnderTest, startAccessUnderTest } from './testing/access-under-test.ts';
import { walk } from './testing/list-reading.ts';
import { createListing } from './testing/listing.ts';

let access: AccessUnderTest;
let ahead = 0;
const clock = { now: () => Date.now() + ahead };
beforeAll(async () => {
  access = await startAccessUnderTest({ clock });
});
afterAll(() => access.close());

const { making, users, listed, grantTo, remove } = createListing(() => access);
type Member = Awaited<ReturnType<typeof grantTo>>;

describe('places', () => {
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
    const collections = openCollections(access.store);
    const fill = () => fillPlaces({ ...collections, now: clock.now, newId }, id);
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

  test('a walk while others write finds every record that is there throughout, once', async () => {
    const { id } = await making.service();
    const stay: Member[] = [];
    const go: Member[] = [];
    for (let n = 0; n < 60; n++) (n % 3 === 0 ? go : stay).push(await grantTo(id));
    await listed(
      id,
      [...stay, ...go].map(({ userId }) => userId),
    );
    const writing = (async () => {
      for (const member of go) {
        await remove(member, id);
        await grantTo(id);
      }
    })();
    const walks: ListedUser[][] = [];
    for (let n = 0; n < 8; n++) walks.push(await walk(access, id, { pageSize: 7 }));
    await writing;
    walks.push(await walk(access, id, { pageSize: 7 }));
    for (const found of walks) {
      const ids = found.map(({ userId }) => userId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(stay.filter(({ userId }) => !ids.includes(userId))).toEqual([]);
    }
  });
});
