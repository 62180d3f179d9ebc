import type { ImportSource } from './import-source.ts';
import { type MemberRule, type OrganisationColumns, readOrganisation } from './member-rules.ts';
import { calendarDay, oneOf, registerNumber, textOf } from './register-values.ts';

/** The column that distinguishes trusts from other groups, also in the file of links. */
export const GROUP_TYPE = 'Group Type (code)';

const statuses = new Map([
  ['OPEN', 1],
  ['CLOSED', 2],
  ['PROPOSED_TO_OPEN', 4],
  ['CREATED_IN_ERROR', 9],
]);
/** The categories of multi-academy, single-academy and secure single-academy trusts, by group type. Other groups are not imported. */
const categories = new Map([
  ['6', '010'],
  ['10', '013'],
  ['11', '014'],
]);

/** The category of a trust by its group type, with or without leading zeros. Undefined for other groups. */
export function trustCategory(groupType: string | undefined): string | undefined {
  return categories.get(groupType?.replace(/^0+(?=.)/, '') ?? '');
}

const members: readonly MemberRule[] = [
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

const columns: OrganisationColumns = {
  key: { column: 'Group UID', read: registerNumber },
  name: { column: 'Group Name', read: textOf(255) },
  status: { column: 'Group Status (code)', read: oneOf(statuses) },
  members,
  address: [
    'Group Street',
    'Group Locality',
    'Group Address 3',
    'Group Town',
    'Group County',
    'Group Postcode',
  ],
};

/** The register of groups of schools: `allgroupsdata`, a row for each trust, federation and the like. */
export const giasGroups: ImportSource = {
  name: 'gias-groups',
  keyColumns: [columns.key.column, columns.name.column, columns.status.column, GROUP_TYPE],
  foreignColumns: ['URN'],
  identifier: 'uid',
  categories: [...categories.values()],
  givesLegacyIds: false,
  namesAuthorities: false,
  holdsOthers: true,
  read(row) {
    const category = trustCategory(row.text(GROUP_TYPE));
    if (category === undefined) return 'no organisation';
    const organisation = readOrganisation(row, columns);
    if (organisation === undefined || row.faults.length > 0) return 'faulty';
    const { key, changes } = organisation;
    return { key, changes: { ...changes, uid: key, category }, mayBeAdded: true };
  },
};
