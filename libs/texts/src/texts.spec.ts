import { type Language, languages } from './language.ts';
import { textsIn } from './texts-in.ts';

/** Every text with its name: functions as what they make of stand-ins. */
function shapeOf(texts: object, under = ''): [name: string, text: string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const name = `${under}${key}`;
    if (typeof value === 'string') return [[name, value]];
    if (typeof value !== 'function') return shapeOf(value, `${name}.`);
    const standIns = Array.from({ length: value.length }, (_, index) => `<${index}>`);
    return [[`${name}/${value.length}`, String(value(...standIns))]];
  });
}

const others = languages.filter((language): language is Exclude<Language, 'en'> => language !== 'en');
const english = new Map(shapeOf(textsIn('en')));

describe.each(others)('%s', (language) => {
  const shape = shapeOf(textsIn(language));

  test('has every text that English has, with the same values to put in, and no other', () => {
    expect(shape.map(([name]) => name).sort()).toEqual([...english.keys()].sort());
  });

  test('says nothing in English, and leaves out no value that English names', () => {
    for (const [name, text] of shape) {
      const original = english.get(name) ?? '';
      expect([name, text]).not.toEqual([name, original]);
      const valuesIn = (of: string) => [...new Set(of.match(/<\d>/g))].sort();
      expect([name, valuesIn(text)]).toEqual([name, valuesIn(original)]);
      expect(text.trim()).not.toBe('');
    }
  });
});
