import { whenPublished } from './published.ts';

/** A relay whose looks end when the test says so. */
function scriptedRelay() {
  const looks: PromiseWithResolvers<void>[] = [];
  return {
    looks,
    idle() {
      const look = Promise.withResolvers<void>();
      looks.push(look);
      return look.promise;
    },
  };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test('a look that began before the write is followed by another, which all who wait share', async () => {
  const relay = scriptedRelay();
  const published = whenPublished(relay);
  const first = published();
  await nextTurn();
  let done = 0;
  const others = [published(), published()].map((each) => each.then(() => done++));
  expect(relay.looks).toHaveLength(1);
  relay.looks[0]?.resolve();
  await first;
  await nextTurn();
  expect(relay.looks).toHaveLength(2);
  expect(done).toBe(0);
  relay.looks[1]?.resolve();
  await Promise.all(others);
  expect(relay.looks).toHaveLength(2);
});

test('a log that is away, or a relay that fails, holds no answer up for good', async () => {
  const away = scriptedRelay();
  await whenPublished(away)();
  expect(away.looks).toHaveLength(1);
  await whenPublished({ idle: () => Promise.reject(new Error('closed')) })();
});
