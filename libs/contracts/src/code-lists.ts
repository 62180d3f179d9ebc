/** Code lists of the register of schools (GIAS) and of sign-in, as clients know them. Code → name. */

export const organisationCategories = {
  '001': 'Establishment',
  '002': 'Local Authority',
  '003': 'Other Legacy Organisations',
  '004': 'Early Year Setting',
  '008': 'Other Stakeholders',
  '009': 'Training Providers',
  '010': 'Multi-Academy Trust',
  '011': 'Government',
  '012': 'Other GIAS Stakeholder',
  '013': 'Single-Academy Trust',
  '014': 'Secure Single-Academy Trust',
  '050': 'Software Suppliers',
  '051': 'Further Education',
  '052': 'Billing Authority',
  '053': 'Youth Custody Service',
} as const satisfies Record<string, string>;

export const organisationStatuses = {
  0: 'Hidden',
  1: 'Open',
  2: 'Closed',
  3: 'Proposed to close',
  4: 'Proposed to open',
  5: 'Dissolved',
  6: 'In Liquidation',
  8: 'Locked Duplicate',
  9: 'Created in error',
  10: 'Locked Restructure',
} as const satisfies Record<number, string>;

/** Organisations of these statuses are not shown in a user's organisations, approvers and organisation users. */
export const hiddenOrganisationStatuses: ReadonlySet<number> = new Set([0, 9]);

export const phasesOfEducation = {
  0: 'Not applicable',
  1: 'Nursery',
  2: 'Primary',
  3: 'Middle deemed primary',
  4: 'Secondary',
  5: 'Middle deemed secondary',
  6: '16 plus',
  7: 'All through',
} as const satisfies Record<number, string>;

export const regions = {
  A: 'North East',
  B: 'North West',
  D: 'Yorkshire and the Humber',
  E: 'East Midlands',
  F: 'West Midlands',
  G: 'East of England',
  H: 'London',
  J: 'South East',
  K: 'South West',
  W: 'Wales',
  Z: 'Not Applicable',
} as const satisfies Record<string, string>;

export const organisationRoles = { 0: 'End user', 10000: 'Approver' } as const satisfies Record<
  number,
  string
>;

/** Establishment types, by code: the table that clients of the public API know. */
export const establishmentTypes = {
  '01': 'Community School',
  '02': 'Voluntary Aided School',
  '03': 'Voluntary Controlled School',
  '05': 'Foundation School',
  '06': 'City Technology College',
  '07': 'Community Special School',
  '08': 'Non-Maintained Special School',
  '10': 'Other Independent Special School',
  '11': 'Other INdependent School',
  '12': 'Foundation Special School',
  '14': 'Pupil Referral Unit',
  '15': 'LA Nursery School',
  '18': 'Further Education',
  '24': 'Secure Units',
  '25': 'Offshore Schools',
  '26': "Service children's Education",
  '27': 'Miscellaneous',
  '28': 'Academy Sponsor Led',
  '29': 'Higher Education Institution',
  '30': 'Welsh Establishment',
  '31': 'Sixth Form Centres',
  '32': 'Special Post 16 Institution',
  '33': 'Academy Special Sponsor Led',
  '34': 'Academy Converter',
  '35': 'Free Schools',
  '36': 'Free Schools Special',
  '37': 'British Overseas Schools',
  '38': 'Free Schools - Alternative Provision',
  '39': 'Free Schools - 16-19',
  '40': 'University Technical College',
  '41': 'Studio Schools',
  '42': 'Academy Alternative Provision Converter',
  '43': 'Academy Alternative Provision Sponsor Led',
  '44': 'Academy Special Converter',
  '45': 'Academy 16-19 Converter',
  '46': 'Academy 16-19 Sponsor Led',
  '47': "Children's Centre",
  '48': "Children's Centre Linked Site",
  '49': 'Online Provider',
  '56': 'Institution funded by other government department',
  '57': 'Academy secure 16 to 19',
} as const satisfies Record<string, string>;
