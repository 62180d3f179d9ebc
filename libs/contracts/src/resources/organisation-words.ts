import type { z } from 'zod';
import { organisationCategories, organisationStatuses, phasesOfEducation, regions } from '../code-lists.ts';

/** A code list in a sentence: `1 Open, 2 Closed`. */
function inWords(list: Readonly<Record<string, string>>): string {
  return Object.entries(list)
    .map(([code, name]) => `${code} ${name}`)
    .join(', ');
}

const GIAS = 'the register of schools, Get Information about Schools (GIAS)';
const PIMS = 'the register of training providers (PIMS)';

export const categoryWords = `Category, by code: ${inWords(organisationCategories)}.`;
export const statusWords = `Status, by code: ${inWords(organisationStatuses)}.`;

/**
 * What each member of an organisation means, its form and where it comes from, by its name in lower case: the API writes the
 * same members in several cases.
 */
const WORDS: Readonly<Record<string, string>> = {
  id: 'The id of the organisation: a UUID in upper case, which never changes.',
  name: 'The name of the organisation.',
  category: categoryWords,
  status: statusWords,
  type: 'Type of establishment, by code of two digits, such as `01`. `GET /organisations/establishment-types` lists the codes with their names.',
  urn: `Unique Reference Number of an establishment: digits, as text. From ${GIAS}.`,
  uid: `Unique identifier of a group, such as a trust or a federation: digits, as text. From ${GIAS}.`,
  upin: `Unique Provider Identification Number: 6 digits, as text. From ${PIMS}.`,
  ukprn: 'UK Provider Reference Number: 8 digits, as text. From the UK Register of Learning Providers.',
  establishmentnumber: `Number of the establishment within its local authority: up to 4 digits, as text. From ${GIAS}.`,
  companyregistrationnumber: 'Number under which the organisation is registered at Companies House.',
  closedon: 'The day on which the organisation closed, `YYYY-MM-DD`.',
  address: 'Postal address, its lines joined by commas.',
  telephone: 'Telephone number, as the register writes it.',
  statutorylowage: `The age in years at which pupils may start. From ${GIAS}.`,
  statutoryhighage: `The age in years until which pupils may stay. From ${GIAS}.`,
  phaseofeducation: `Phase of education, by code: ${inWords(phasesOfEducation)}.`,
  regioncode: `Region, by code: ${inWords(regions)}.`,
  legacyid:
    'Number of the organisation in older systems, as text. Imported organisations are given the next free one.',
  districtadministrativecode: `Code of the administrative district. From ${GIAS}.`,
  districtadministrativename: `Name of the administrative district. From ${GIAS}.`,
  providertypename: 'Name of the kind of provider, as its register writes it.',
  providerprofileid: `Identifier of the provider's profile, as text. From ${PIMS}.`,
  openedon: 'When the organisation opened, as its register writes it.',
  sourcesystem: 'The register that the record comes from, such as `GIAS` or `PIMS`.',
  giasprovidertype: `Type of the provider, in words. From ${GIAS}.`,
  giasstatus: `Status of the provider, by number. From ${GIAS}.`,
  giasstatusname: `Status of the provider, in words. From ${GIAS}.`,
  pimsprovidertype: `Type of the provider, in words. From ${PIMS}.`,
  pimsprovidertypecode: `Type of the provider, by number. From ${PIMS}.`,
  pimsstatus: `Status of the provider, by code, as text. From ${PIMS}.`,
  pimsstatusname: `Status of the provider, in words. From ${PIMS}.`,
  masteringcode: 'Code of the record in the system that brings the registers together.',
  masterproviderstatuscode: 'Status of the provider over all registers, by number.',
  masterproviderstatusname: 'Status of the provider over all registers, in words.',
  legalname: 'The name under which the organisation is registered in law.',
  createdat: 'When the platform first kept the organisation: ISO 8601 in UTC.',
  updatedat: "When the organisation's own record last changed: ISO 8601 in UTC.",
};

/** Members of an organisation with their descriptions; those that have one of their own keep it. */
export function organisationMembers<S extends Readonly<Record<string, z.ZodType>>>(shape: S): S {
  const described = Object.entries(shape).map(([name, schema]) => {
    const words = WORDS[name.toLowerCase()];
    return [name, schema.description !== undefined || words === undefined ? schema : schema.describe(words)];
  });
  return Object.fromEntries(described) as S;
}
