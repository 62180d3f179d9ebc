import { sharedCall } from './shared-call.ts';

/** Calls that are answered by hand. */
function calls() {
  const made: PromiseWithResolvers<number>[] = [];
  const ask = sharedCall(() => {
    const call = Promise.withResolvers<number>();
    made.push(call);
    return call.promise;
  });
  return { made, ask };
}

const settled = () => new Promise(setImmediate);

test('those who ask at once share a call, and those who ask while it is under way the next', async () => {
  const { made, ask } = calls();
  const first = [ask(), ask()];
  await settled();
  const second = [ask(), ask()];
  await settled();
  expect(made).toHaveLength(1);
  made[0]?.resolve(1);
  expect(await Promise.all(first)).toEqual([1, 1]);
  await settled();
  expect(made).toHaveLength(2);
  made[1]?.resolve(2);
  expect(await Promise.all(second)).toEqual([2, 2]);
});

test('a failure is that of those who shared the call, and of nobody after', async () => {
  const { made, ask } = calls();
  const failing = Promise.allSettled([ask(), ask()]);
  await settled();
  const next = ask();
  made[0]?.reject(new Error('away'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await settled();
  made[1]?.resolve(2);
  expect(await next).toBe(2);
});
