import { OutboxWatch } from './outbox-watch.ts';

function watching() {
  let at = 1_000;
  const watch = new OutboxWatch(() => at);
  return {
    watch,
    pass: (ms: number) => {
      at += ms;
    },
    /** The next look: `all`, or the collections. */
    next: () => {
      const collections = watch.next();
      return collections === undefined ? 'all' : [...collections];
    },
  };
}

test('the first look is at all, then at what this process writes, and at all again after 200 ms', () => {
  const { watch, pass, next } = watching();
  expect(next()).toBe('all');
  expect(next()).toEqual([]);
  watch.wrote('users');
  watch.wrote('grants');
  watch.wrote('users');
  expect(next()).toEqual(['users', 'grants']);
  expect(next()).toEqual([]);
  pass(199);
  expect(next()).toEqual([]);
  pass(1);
  expect(next()).toBe('all');
});

test('what may be left is looked at again', () => {
  const { watch, next } = watching();
  next();
  watch.wrote('users');
  watch.found(['users'], watch.next(), true);
  expect(next()).toEqual(['users']);
  watch.lookAtAll();
  watch.found(['users'], watch.next(), true);
  expect(next()).toBe('all');
});

test('while another process writes, all are looked at every 20 ms, until ten quiet seconds have passed', () => {
  const { watch, pass, next } = watching();
  watch.found(['users'], watch.next(), false);
  pass(200);
  expect(next()).toBe('all');
  pass(20);
  expect(next()).toBe('all');
  pass(10_000);
  expect(next()).toBe('all');
  pass(20);
  expect(next()).toEqual([]);
});

test('own writes that a look at all finds before they are announced are nobody else’s', () => {
  const { watch, pass, next } = watching();
  watch.found(['users'], watch.next(), false);
  watch.wrote('users');
  pass(200);
  expect(next()).toBe('all');
  pass(20);
  expect(next()).toEqual([]);
});

test('where no other process is, all are looked at every ten seconds', () => {
  const { watch, pass, next } = watching();
  next();
  watch.setAlone(true);
  pass(9_999);
  expect(next()).toEqual([]);
  pass(1);
  expect(next()).toBe('all');
  watch.setAlone(false);
  pass(200);
  expect(next()).toBe('all');
});

test('waits no longer once something is written', async () => {
  const { watch, next } = watching();
  next();
  const waited = watch.wait(60_000);
  watch.wrote('users');
  await waited;
  expect(next()).toEqual(['users']);
});
