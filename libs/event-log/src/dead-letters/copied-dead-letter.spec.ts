import { carriedLetter, closedLetter, openLetter, parseDeadLetter } from './dead-letter.ts';

const record = { topic: 'things.v1', partition: 0, offset: '17', key: 'a', value: '{}', timestamp: 5 };
const letter = openLetter('readers', record, 'cannot', 0);
const carried = (value: object, key = letter.id) => carriedLetter({ key, value: JSON.stringify(value) });

test('an open letter is of no place in another log, nor is the record in it; all else is as it was', () => {
  const { key, value } = carried(letter);
  const moved = parseDeadLetter(value);
  expect(moved?.id).toBe(key);
  expect(key).not.toBe(letter.id);
  const place = { id: key, partition: -1, record: { ...record, partition: -1 } };
  expect(moved).toEqual({ ...letter, ...place });
});

test('a closed one and a request for a replay go with their letter', () => {
  const { key } = carried(letter);
  expect(carried(closedLetter(letter, 9)).key).toBe(key);
  const request = { status: 'replay', id: letter.id, group: 'readers', topic: 'things.v1', at: 'then' };
  const moved = carried(request, `${letter.id}/replay`);
  expect(moved).toEqual({ key: `${key}/replay`, value: JSON.stringify({ ...request, id: key }) });
});

test('what is none of these stays as it is', () => {
  expect(carried({ what: 'ever' }, 'k')).toEqual({ key: 'k', value: '{"what":"ever"}' });
});
