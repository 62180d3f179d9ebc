import { InvalidArgumentError } from 'commander';
import { collectCondition } from './policy-condition.ts';

describe('collectCondition', () => {
  test('reads field, operator and values', () => {
    const first = collectCondition('organisation.category.id is 001, 002');
    expect(collectCondition(' organisation.ukprn starts_with 100 ', first)).toEqual([
      { field: 'organisation.category.id', operator: 'is', value: ['001', '002'] },
      { field: 'organisation.ukprn', operator: 'starts_with', value: ['100'] },
    ]);
  });

  test('a value may hold spaces', () => {
    expect(collectCondition('organisation.name is_not Hill School')[0]?.value).toEqual(['Hill School']);
  });

  test.each(['', 'field', 'field is', 'field like x', 'field is a,,b'])('refuses %j', (text) => {
    expect(() => collectCondition(text)).toThrow(InvalidArgumentError);
  });
});
