import fc from 'fast-check';
import type { PendingEvent } from '../port.ts';
import { appendedText, eventsText, outboxEvents } from './events-text.ts';

const event = fc.record(
  {
    topic: fc.string(),
    key: fc.oneof(fc.string(), fc.constantFrom(',"event":', '},{"topic":', '\\","event":{"')),
    partitionKey: fc.string(),
    version: fc.nat(),
    event: fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('topic', 'event')),
      fc.oneof(fc.jsonValue(), fc.constant([{ topic: 'a' }, { topic: 'b' }])),
      { noNullPrototype: true },
    ),
  },
  { requiredKeys: ['topic', 'key', 'version', 'event'], noNullPrototype: true },
);

function onTheirWay(events: readonly PendingEvent[]) {
  return events.map(({ event, ...rest }) => ({ ...rest, value: JSON.stringify(event) }));
}

test('events come out of their text as they went in, one or many, however their members are ordered', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 3 }), (events) => {
      const backwards = events.map((each) => Object.fromEntries(Object.entries(each).reverse()));
      for (const some of [events, backwards as unknown as PendingEvent[]])
        expect(outboxEvents(eventsText(some) ?? '')).toEqual(onTheirWay(events));
      const [first, ...others] = events.map((each) => eventsText([each]));
      const appended = others.reduce<string | null>(appendedText, first ?? null);
      expect(outboxEvents(appended ?? '')).toEqual(onTheirWay(events));
    }),
  );
});

test('a text of another order is read too', () => {
  const text = '[{"version":1,"event":{"a":1},"key":"k","topic":"t"}]';
  expect(outboxEvents(text)).toEqual([{ version: 1, key: 'k', topic: 't', value: '{"a":1}' }]);
});
