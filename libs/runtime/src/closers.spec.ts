import { createClosers } from './closers.ts';

test('closes in the reverse order, once', async () => {
  const closers = createClosers();
  const closed: string[] = [];
  for (const name of ['store', 'log', 'server']) closers.add(name, () => closed.push(name));
  await Promise.all([closers.closeAll(), closers.closeAll()]);
  expect(closed).toEqual(['server', 'log', 'store']);
});

test('one that fails or hangs stops nothing', async () => {
  const closers = createClosers();
  const closed: string[] = [];
  closers.add('last', () => closed.push('last'));
  closers.add('hanging', () => new Promise(() => undefined));
  closers.add('failing', () => {
    throw new Error('no');
  });
  await closers.closeAll(20);
  expect(closed).toEqual(['last']);
});

test('what is added while all closes is closed at once', async () => {
  const closers = createClosers();
  await closers.closeAll();
  const { promise, resolve } = Promise.withResolvers<void>();
  closers.add('late', resolve);
  await promise;
});
