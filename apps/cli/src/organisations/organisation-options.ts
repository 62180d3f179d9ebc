import type { Command } from 'commander';
import type { Changes } from '../api/put-changes.ts';
import { collectPair, type Pair, wholeNumber } from '../command/option-values.ts';

const TEXTS = [
  ['--name <text>', 'its name'],
  ['--category <code>', 'its category, such as 001 for an establishment'],
  ['--type <code>', 'its type of establishment'],
  ['--urn <number>', 'unique reference number'],
  ['--uid <number>', 'unique identifier of a group'],
  ['--upin <number>', 'unique provider identification number'],
  ['--ukprn <number>', 'UK provider reference number'],
  ['--establishment-number <number>', 'number within its local authority'],
  ['--company-registration-number <number>', 'number at Companies House'],
  ['--closed-on <date>', 'YYYY-MM-DD'],
  ['--address <text>', 'on one line'],
  ['--telephone <text>', 'as it is dialled'],
  ['--region-code <code>', 'its region'],
  ['--legacy-id <number>', 'its number in earlier systems'],
] as const;

const NUMBERS = [
  ['--status <number>', 'its status, such as 1 for open'],
  ['--statutory-low-age <years>', 'the youngest pupils'],
  ['--statutory-high-age <years>', 'the oldest pupils'],
  ['--phase-of-education <number>', 'its phase'],
] as const;

/** Members without an option of their own that the API takes as numbers. */
const OTHER_NUMBERS = new Set(['PIMSProviderTypeCode', 'GIASStatus', 'MasterProviderStatusCode']);

/** Gives a command the options that describe an organisation. */
export function describingOrganisation(command: Command): Command {
  for (const [flags, description] of TEXTS) command.option(flags, description);
  for (const [flags, description] of NUMBERS) {
    command.option(flags, description, (text) => (text === '' ? '' : wholeNumber(text)));
  }
  return command.option(
    '--member <name=value>',
    'any other member of the record; again for more',
    collectPair,
  );
}

/** The options as members of the API's record: they have the same names. */
export function organisationChanges({
  member = [],
  ...named
}: Readonly<Record<string, unknown>> & { member?: readonly Pair[] | undefined }): Changes {
  const others = member.map(([name, value]) => [
    name,
    value !== '' && OTHER_NUMBERS.has(name) ? wholeNumber(value) : value,
  ]);
  return { ...named, ...Object.fromEntries(others) };
}
