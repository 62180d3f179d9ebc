import { eventually } from '@gatehouse/testing';
import { type HandledOffset, OffsetCommits } from './offset-commits.ts';

/** Commits whose requests are answered by hand. */
function commits(everyMs: number) {
  const requests: { offsets: string[]; answer: PromiseWithResolvers<void> }[] = [];
  const errors: unknown[] = [];
  const committing = new OffsetCommits({
    send(offsets: HandledOffset[]) {
      const answer = Promise.withResolvers<void>();
      requests.push({ offsets: offsets.map(({ partition, offset }) => `${partition}:${offset}`), answer });
      return answer.promise;
    },
    everyMs: () => everyMs,
    onError: (error) => errors.push(error),
  });
  const sent = () => requests.map(({ offsets }) => offsets);
  const answer = (index: number) => requests[index]?.answer;
  return { committing, sent, answer, errors };
}

test('what is handled in one turn shares a request, and what comes meanwhile the next', async () => {
  const { committing, sent, answer } = commits(0);
  committing.note('t', 0, 1n);
  committing.note('t', 1, 5n);
  committing.note('t', 0, 2n);
  await eventually(() => expect(sent()).toEqual([['0:2', '1:5']]));
  committing.note('t', 0, 3n);
  answer(0)?.resolve();
  await eventually(() => expect(sent().slice(1)).toEqual([['0:3']]));
});

test('requests have some time between them, and a flush waits for none of it', async () => {
  const { committing, sent, answer } = commits(3_600_000);
  committing.note('t', 0, 1n);
  await eventually(() => expect(sent()).toHaveLength(1));
  answer(0)?.resolve();
  committing.note('t', 0, 2n);
  const flushed = committing.flush();
  await eventually(() => expect(sent().slice(1)).toEqual([['0:2']]));
  answer(1)?.resolve();
  expect(await flushed).toBe(true);
  expect(await committing.flush()).toBe(true);
  expect(sent()).toHaveLength(2);
});

test('after a failure the latest offsets are committed, and once it is stopped none', async () => {
  const { committing, sent, answer, errors } = commits(0);
  committing.note('t', 0, 1n);
  committing.note('t', 1, 1n);
  await eventually(() => expect(sent()).toHaveLength(1));
  committing.note('t', 0, 2n);
  answer(0)?.reject(new Error('away'));
  await eventually(() => expect(sent().slice(1)).toEqual([['0:2', '1:1']]));
  expect(errors).toHaveLength(1);
  committing.stop();
  answer(1)?.reject(new Error('away'));
  committing.note('t', 0, 3n);
  expect(await committing.flush()).toBe(true);
  expect(sent()).toHaveLength(2);
});

test('a flush that fails says so', async () => {
  const { committing, sent, answer } = commits(0);
  committing.note('t', 0, 1n);
  const flushed = committing.flush();
  await eventually(() => expect(sent()).toHaveLength(1));
  answer(0)?.reject(new Error('away'));
  expect(await flushed).toBe(false);
  committing.stop();
});
