import { type Collection, type Document, type Store, StoreError } from '@gatehouse/store';
import {
  answerOf,
  authorize,
  authorizeUrl,
  exchange,
  ids,
  type OidcScene,
  startOidcScene,
  tokensOf,
} from '../testing/oidc-scene.ts';
import { createPerson, textOf } from '../testing/person.ts';

let away = '';
let scene: OidcScene;

/** A store of which one collection is away for a while. */
function flaky(store: Store): Store {
  const refuse = () => Promise.reject(new StoreError('the store is away', { retryable: true }));
  const watched = <D extends Document>(collection: Collection<D>, named: string): Collection<D> =>
    new Proxy(collection, {
      get: (target, name) => {
        const member = target[name as keyof Collection<D>];
        if (typeof member !== 'function') return member;
        return away === named ? refuse : member.bind(target);
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
        return watched(collection, declaration.name);
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
  away = 'challenges';
  const answer = await person.submit(page, '/address', { email: 'ann@example.org' });
  away = '';
  expect([answer.status, textOf(answer)]).toEqual([
    503,
    expect.stringContaining('Sorry, there is a problem'),
  ]);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(textOf(answer)).not.toContain('invitation');
  expect(textOf(await person.giveAddress(page, 'ann@example.org'))).toContain('Check your email');
});

describe.each(['oidc-records', 'sessions', 'signing-keys'])('while %s are away', (collection) => {
  test('a person sees a page, a program a problem, and no answer is one that the service must believe', async () => {
    const browser = scene.browser();
    const tokens = await tokensOf(scene, browser, undefined, { scope: 'openid offline_access' });
    const asked = authorizeUrl(scene.clientId);
    const { code = '' } = answerOf(await authorize(scene, browser, asked, { userId: ids.ann }));
    const hint = `/oidc/end-session?id_token_hint=${tokens.id_token}`;
    const refreshing = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    away = collection;
    const pages = [await browser.visit(asked)];
    // What signing out needs is there while records are away.
    if (collection !== 'oidc-records') pages.push(await browser.visit(hint));
    const answers = [
      await exchange(scene, { code }),
      await exchange(scene, refreshing),
      await scene.userinfo(tokens.access_token),
    ];
    away = '';
    for (const answer of [...pages, ...answers]) {
      expect([answer.url, answer.status]).toEqual([answer.url, 503]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    for (const page of pages) expect(page.headers.get('content-type')).toContain('text/html');
    for (const answer of answers) expect(answer.headers.get('content-type')).toContain('json');
    expect((await scene.userinfo(tokens.access_token)).status).toBe(200);
    expect((await exchange(scene, { code })).status).toBe(200);
  });
});
