import { type Collection, type Document, type Store, StoreError } from '@gatehouse/store';
import { type OidcScene, startOidcScene } from '../testing/oidc-scene.ts';
import { createPerson, textOf } from '../testing/person.ts';

let away = false;
let scene: OidcScene;

/** A store whose challenges are away for a while. */
function flaky(store: Store): Store {
  const refuse = () => Promise.reject(new StoreError('the store is away', { retryable: true }));
  const watched = <D extends Document>(collection: Collection<D>): Collection<D> =>
    new Proxy(collection, {
      get: (target, name) => {
        const member = target[name as keyof Collection<D>];
        if (typeof member !== 'function') return member;
        return away ? refuse : member.bind(target);
      },
    });
  return new Proxy(store, {
    get(target, name) {
      if (name !== 'collection') {
        const member = target[name as keyof Store];
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return (declaration: { name: string }) => {
        const collection = target.collection(declaration as never) as Collection<Document>;
        return declaration.name === 'challenges' ? watched(collection) : collection;
      };
    },
  });
}

beforeAll(async () => {
  scene = await startOidcScene({ hostile: { store: flaky } });
});
afterAll(() => scene.close());

test('while the store is away, forms and pages are a page for people, and nothing is lost', async () => {
  const person = createPerson(scene);
  const page = await person.begin();
  away = true;
  const answer = await person.submit(page, '/address', { email: 'ann@example.org' });
  away = false;
  expect([answer.status, textOf(answer)]).toEqual([
    503,
    expect.stringContaining('Sorry, there is a problem'),
  ]);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(textOf(answer)).not.toContain('invitation');
  expect(textOf(await person.giveAddress(page, 'ann@example.org'))).toContain('Check your email');
});
