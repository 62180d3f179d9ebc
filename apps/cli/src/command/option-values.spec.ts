import { InvalidArgumentError } from 'commander';
import { collect, collectPair, statusNumber, wholeNumber } from './option-values.ts';

test('collect keeps all values in order', () => {
  expect(collect('b', collect('a'))).toEqual(['a', 'b']);
});

test('collectPair parts at the first equals sign', () => {
  expect(collectPair('b=', collectPair('a=1=2'))).toEqual([
    ['a', '1=2'],
    ['b', ''],
  ]);
});

test.each(['a', '=a', ''])('collectPair refuses %j', (text) => {
  expect(() => collectPair(text)).toThrow(InvalidArgumentError);
});

test('wholeNumber takes digits only', () => {
  expect(wholeNumber('042')).toBe(42);
  for (const text of ['', '-1', '1.5', '1e3', ' 1', '٣']) {
    expect(() => wholeNumber(text)).toThrow(InvalidArgumentError);
  }
});

test('statusNumber takes words and numbers', () => {
  const status = statusNumber('disabled');
  expect(['active', '1', 'Disabled', '0'].map(status)).toEqual([1, 1, 0, 0]);
  expect(() => status('deactivated')).toThrow(InvalidArgumentError);
});
