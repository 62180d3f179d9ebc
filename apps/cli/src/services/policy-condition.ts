import { InvalidArgumentError } from 'commander';
import { type JsonRecord, textOf } from '../api/answers.ts';

/** One condition of a policy, as the API takes it. */
export interface PolicyCondition {
  field: string;
  operator: string;
  value: readonly string[];
}

const CONDITION = /^(\S+)\s+(is|is_not|starts_with)\s+(.+)$/;

/** A condition as `--condition` takes it. */
export function conditionText(condition: JsonRecord): string {
  const values = Array.isArray(condition.value) ? condition.value.join(',') : '';
  return `${textOf(condition, 'field')} ${textOf(condition, 'operator')} ${values}`;
}

/** For `--condition 'organisation.category.id is 001,002'`, given again and again: any of the values meets it. */
export function collectCondition(text: string, previous: readonly PolicyCondition[] = []): PolicyCondition[] {
  const [, field, operator, values] = CONDITION.exec(text.trim()) ?? [];
  if (field === undefined || operator === undefined || values === undefined) {
    throw new InvalidArgumentError("It should be 'field is|is_not|starts_with value,value'.");
  }
  const value = values.split(',').map((part) => part.trim());
  if (value.includes('')) throw new InvalidArgumentError('Its values should not be empty.');
  return [...previous, { field, operator, value }];
}
