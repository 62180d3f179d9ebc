import { isOpenToPeople, type OrganisationState } from '@gatehouse/contracts';
import type { OrganisationProjection, Organisations } from './organisations.store.ts';
import { BETWEEN, LAST_CHARACTER, textKey } from './text-key.domain.ts';

const POSTCODE = /\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/;

function postcodeOf(text: string): string | undefined {
  return POSTCODE.exec(text.trim().toUpperCase())?.[1]?.replace(' ', '');
}

/** What a person finds an organisation by; nothing for one that is not open. */
export function searchKeysOf(
  organisation: OrganisationState,
): Pick<OrganisationProjection, 'searchName' | 'searchPostcode'> {
  const { id, name, address = '', removedAt } = organisation;
  if (removedAt !== undefined || !isOpenToPeople(organisation)) return {};
  const searchPostcode = postcodeOf(address);
  return {
    searchName: `${textKey(name)}${BETWEEN}${id}`,
    ...(searchPostcode !== undefined && { searchPostcode }),
  };
}

/** Open organisations that a text names: by URN, UKPRN or UPIN, by postcode, or by the beginning of the name. At most `limit`. */
export async function searchOrganisations(
  organisations: Organisations,
  text: string,
  limit: number,
): Promise<OrganisationState[]> {
  const open = { searchName: { gt: '' } };
  const postcode = postcodeOf(text);
  const name = textKey(text);
  const identifiers = /^\d+$/.test(name) ? ['urn', 'ukprn', 'upin'] : [];
  const found = await Promise.all([
    ...identifiers.map((key) => organisations.find({ where: { [`state.${key}`]: name, ...open }, limit })),
    ...(postcode === undefined
      ? []
      : [organisations.find({ where: { searchPostcode: postcode }, sort: [['searchName', 1]], limit })]),
    organisations.find({
      where: { searchName: { gte: name, lt: name + LAST_CHARACTER } },
      sort: [['searchName', 1]],
      limit,
    }),
  ]);
  const byId = new Map(found.flat().map(({ _id, state }) => [_id, state]));
  return [...byId.values()].slice(0, limit);
}
