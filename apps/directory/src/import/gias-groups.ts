import type { ImportSource } from './import-source.ts';
import { inRegister, type MemberRule, readAddressParts, readMembers, readRequired } from './member-rules.ts';
import { calendarDay, oneOf, registerNumber, textOf } from './register-values.ts';

/** The column that tells trusts from other groups, in the file of links too. */
export const GROUP_TYPE = 'Group Type (code)';
const ADDRESS = [
  'Group Street',
  'Group Locality',
  'Group Address 3',
  'Group Town',
  'Group County',
  'Group Postcode',
];

const CREATED_IN_ERROR = 9;
const statuses = new Map([
  ['OPEN', 1],
  ['CLOSED', 2],
  ['PROPOSED_TO_OPEN', 4],
  ['CREATED_IN_ERROR', CREATED_IN_ERROR],
]);
/** Multi-academy, single-academy and secure single-academy trusts, by group type; other groups are no organisations here. */
const categories = new Map([
  ['6', '010'],
  ['10', '013'],
  ['11', '014'],
]);

/** The category of a trust by its group type, with or without leading zeros; undefined for other groups. */
export function trustCategory(groupType: string | undefined): string | undefined {
  return categories.get(groupType?.replace(/^0+(?=.)/, '') ?? '');
}

const rules: readonly MemberRule[] = [
  { member: 'companyRegistrationNumber', column: 'Companies House Number', read: textOf(25) },
  { member: 'ukprn', column: 'UKPRN', read: textOf(25) },
  // Trusts have the day of their incorporation, other groups that of their opening.
  {
    member: 'OpenedOn',
    column: 'Open date',
    otherwise: 'Incorporated on (open date)',
    read: calendarDay,
  },
  { member: 'closedOn', column: 'Closed Date', read: calendarDay },
  { member: 'GIASProviderType', column: 'Group Type', read: textOf(255) },
  { member: 'GIASStatusName', column: 'Group Status', read: textOf(255) },
];

const KEY = { column: 'Group UID', read: registerNumber };
const NAME = { column: 'Group Name', read: textOf(255) };
const STATUS = { column: 'Group Status (code)', read: oneOf(statuses) };

/** The register of groups of schools: `allgroupsdata`, a row for each trust, federation and the like. */
export const giasGroups: ImportSource = {
  name: 'gias-groups',
  keyColumns: [KEY.column, NAME.column, STATUS.column, GROUP_TYPE],
  foreignColumns: ['URN'],
  identifier: 'uid',
  categories: [...categories.values()],
  givesLegacyIds: false,
  namesAuthorities: false,
  holdsOthers: true,
  rowReader: (columns) => (fields) => {
    const category = trustCategory(columns.text(fields, GROUP_TYPE));
    if (category === undefined) return 'none here';
    const faults: string[] = [];
    const key = readRequired(KEY, columns, fields, faults);
    const name = readRequired(NAME, columns, fields, faults);
    const status = readRequired(STATUS, columns, fields, faults);
    const members = readMembers(rules, columns, fields, faults);
    const address = readAddressParts(ADDRESS, columns, fields, faults);
    if (key === undefined || name === undefined || status === undefined || faults.length > 0) {
      return { fault: faults.join('; ') };
    }
    return {
      key,
      changes: { ...members, ...address, ...inRegister(status), uid: key, name, status, category },
      mayBeAdded: true,
    };
  },
};
