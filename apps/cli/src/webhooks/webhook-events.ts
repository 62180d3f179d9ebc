import { webhookEventTypes } from '@gatehouse/contracts';
import { InvalidArgumentError } from 'commander';

/** What `--help` says of the types. */
export const EVENT_TYPES_HELP = `
Event types:
${webhookEventTypes.map((type) => `  ${type}`).join('\n')}`;

/** Types that are separated by commas, `*` for all; an option may be given more than once. */
export function eventTypes(text: string, previous: readonly string[] = []): string[] {
  const types = text.split(',').map((type) => type.trim());
  if (types.some((type) => type === '')) {
    throw new InvalidArgumentError('It should be event types, separated by commas, or *.');
  }
  return [...new Set([...previous, ...types])];
}
