import { readDocument, textOfWrite } from './document-text.ts';

interface Thing {
  _id: string;
  version: number;
  name?: string | undefined;
  list?: number[];
}
const stored = '{"_id":"a","version":1,"name":"x","list":[1]}';

test('a write over a document as it was read is the whole text', () => {
  const previous = readDocument<Thing>(stored);
  const document = { ...previous, version: 2, name: undefined };
  expect(JSON.parse(textOfWrite(previous, document)(stored))).toEqual({ _id: 'a', version: 2, list: [1] });
});

test('what was marked since, by this release or a newer one, stays', () => {
  const previous = readDocument<Thing>(stored);
  const changed: Thing = { ...previous, version: 2, list: [2] };
  const marked = '{"_id":"a","version":1,"list":[1],"name":"marked","other":true}';
  const written = textOfWrite(previous, changed)(marked);
  expect(JSON.parse(written)).toEqual({ _id: 'a', version: 2, list: [2], name: 'marked', other: true });
});

test('a document that was not read here is changed by its members alone', () => {
  const previous: Thing = { _id: 'a', version: 1 };
  const written = textOfWrite(previous, { ...previous, version: 2 })(stored);
  expect(JSON.parse(written)).toEqual({ _id: 'a', version: 2, name: 'x', list: [1] });
});

test('it has its own copy of what is written', () => {
  const previous = readDocument<Thing>(stored);
  const document: Thing = { ...previous, version: 2, list: [2] };
  const write = textOfWrite(previous, document);
  document.list?.push(3);
  previous.name = 'altered';
  expect(JSON.parse(write(stored))).toEqual({ _id: 'a', version: 2, name: 'x', list: [2] });
});
