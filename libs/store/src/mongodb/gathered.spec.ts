import { gathered } from './gathered.ts';

/** Calls that are answered by hand. */
function calls(options: { most?: number; keyOf?: (item: string) => string; limitMs?: number } = {}) {
  const made: { items: readonly string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const arrivals: (() => void)[] = [];
  const ask = gathered<string, string>({
    most: 100,
    limitMs: 60_000,
    ...options,
    send: (items) =>
      new Promise((resolve, reject) => {
        const settled = items.map((item) =>
          item.startsWith('bad') ? { error: new Error(item) } : { value: `${item}!` },
        );
        made.push({ items, answer: () => resolve(settled), fail: reject });
        arrivals.shift()?.();
      }),
  });
  /** The nth call, once it is made. */
  async function call(n: number) {
    while (made.length <= n) await new Promise<void>((resolve) => arrivals.push(resolve));
    const found = made[n];
    if (found === undefined) throw new Error('no such call');
    return found;
  }
  return { ask, call, made };
}

test('what is asked in one turn shares a call, and what is asked meanwhile the next', async () => {
  const { ask, call } = calls();
  const first = [ask('a'), ask('b')];
  expect((await call(0)).items).toEqual(['a', 'b']);
  const second = [ask('c'), ask('d')];
  (await call(0)).answer();
  expect(await Promise.all(first)).toEqual(['a!', 'b!']);
  const next = await call(1);
  expect(next.items).toEqual(['c', 'd']);
  next.answer();
  expect(await Promise.all(second)).toEqual(['c!', 'd!']);
});

test('no two of one key share a call: they are sent one after the other', async () => {
  const { ask, call } = calls({ keyOf: (item) => item.slice(0, 1) });
  const all = ['a1', 'a2', 'b1', 'a3'].map(ask);
  for (const [n, items] of [['a1', 'b1'], ['a2'], ['a3']].entries()) {
    const made = await call(n);
    expect(made.items).toEqual(items);
    made.answer();
  }
  expect(await Promise.all(all)).toEqual(['a1!', 'a2!', 'b1!', 'a3!']);
});

test('where more wait than fit, full calls are under way together', async () => {
  const { ask, call } = calls({ most: 2 });
  const all = ['a', 'b', 'c', 'd', 'e'].map(ask);
  expect((await call(1)).items).toEqual(['c', 'd']);
  (await call(1)).answer();
  (await call(0)).answer();
  const last = await call(2);
  expect(last.items).toEqual(['e']);
  last.answer();
  expect(await Promise.all(all)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
});

test('a failure is one item’s or everybody’s, and ends nothing', async () => {
  const { ask, call } = calls();
  const own = Promise.allSettled([ask('a'), ask('bad')]);
  (await call(0)).answer();
  expect(await own).toMatchObject([{ value: 'a!' }, { reason: { message: 'bad' } }]);
  const shared = Promise.allSettled([ask('c'), ask('d')]);
  (await call(1)).fail(new Error('away'));
  expect(await shared).toMatchObject([{ reason: { message: 'away' } }, { reason: { message: 'away' } }]);
  const after = ask('e');
  (await call(2)).answer();
  expect(await after).toBe('e!');
});

test('what nobody waits for any more is not sent', async () => {
  const { ask, made } = calls({ limitMs: -1 });
  await expect(ask('a')).rejects.toMatchObject({ name: 'StoreError', retryable: true });
  expect(made).toEqual([]);
});
