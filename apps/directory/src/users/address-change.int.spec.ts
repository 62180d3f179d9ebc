import { newId } from '@gatehouse/runtime';
import { type StartedDirectory, startedDirectory } from '../testing/started-directory.ts';

let directory: StartedDirectory;
beforeAll(async () => {
  directory = await startedDirectory();
});
afterAll(() => directory.close());

const path = (id: string) => `/manage/users/${id}`;
const person = (email: string, more = {}) => ({ email, given_name: 'Pat', family_name: 'Lee', ...more });

async function put(id: string, body: object): Promise<void> {
  expect((await directory.request('PUT', path(id), body)).status).toBeLessThan(202);
}

/** Who was told of changes of a user's address, in order. */
async function toldOf(id: string) {
  const versions = (await directory.eventsOf(id)).map(({ data }) => data.version);
  const told = await Promise.all(versions.map((version) => directory.eventsOf(`${id}/${version}`)));
  return told.flat();
}

test('the former address is told, and the user at the new one, by the change itself', async () => {
  const id = newId();
  await put(id, person('pat@old.example.org'));
  await put(id, person('pat@new.example.org'));
  await put(id, person('pat@new.example.org'));
  const [, change] = await directory.eventsOf(id);
  const told = await toldOf(id);
  expect(told).toHaveLength(1);
  const [event] = told;
  const at = (change?.data.state as { updatedAt?: string } | undefined)?.updatedAt;
  expect(event).toMatchObject({
    ...{ type: 'gatehouse.directory.address-change.v1', actor: 'operator' },
    correlationid: change?.correlationid,
    data: {
      state: {
        userId: id,
        messages: [
          {
            ...{ kind: 'email', template: 'address-changed', recipient: { address: 'pat@old.example.org' } },
            data: { givenName: 'Pat', address: 'old', at },
          },
          {
            ...{ kind: 'email', template: 'address-changed' },
            recipient: { userId: id, userVersion: change?.data.version },
            data: { givenName: 'Pat', address: 'new', at },
          },
        ],
      },
    },
  });
});

test('nobody is told of another name, of the letter case, of a removal, or of who gets the id next', async () => {
  const id = newId();
  await put(id, person('lee@example.org'));
  await put(id, person('lee@example.org', { given_name: 'Lee' }));
  await put(id, person('Lee@Example.org'));
  expect((await directory.request('DELETE', path(id))).status).toBe(204);
  await put(id, person('lee@other.example.org'));
  expect(await directory.eventsOf(id)).toHaveLength(5);
  expect(await toldOf(id)).toEqual([]);
});
