import { copiedDeadLetter } from './copied-dead-letter.ts';
import { closedDeadLetter, newDeadLetter, parseDeadLetter } from './dead-letter.ts';

const record = { topic: 'things.v1', partition: 0, offset: '17', key: 'a', value: '{}', timestamp: 5 };
const deadLetter = newDeadLetter('readers', record, 'cannot', 0);
const copied = (value: object, key = deadLetter.id) =>
  copiedDeadLetter({ key, value: JSON.stringify(value) });

test('an open deadLetter is of no elsewhere in another log, nor is the record in it; all else is as it was', () => {
  const { key, value } = copied(deadLetter);
  const moved = parseDeadLetter(value);
  expect(moved?.id).toBe(key);
  expect(key).not.toBe(deadLetter.id);
  const elsewhere = { id: key, partition: -1, record: { ...record, partition: -1 } };
  expect(moved).toEqual({ ...deadLetter, ...elsewhere });
});

test('a closed one and a replay request keep the id of their dead letter', () => {
  const { key } = copied(deadLetter);
  expect(copied(closedDeadLetter(deadLetter, 9)).key).toBe(key);
  const request = { status: 'replay', id: deadLetter.id, group: 'readers', topic: 'things.v1', at: 'then' };
  const moved = copied(request, `${deadLetter.id}/replay`);
  expect(moved).toEqual({ key: `${key}/replay`, value: JSON.stringify({ ...request, id: key }) });
});

test('any other record stays as it is', () => {
  expect(copied({ what: 'ever' }, 'k')).toEqual({ key: 'k', value: '{"what":"ever"}' });
});
