import { organisationCategories, organisationStatuses } from '@gatehouse/contracts';

/** A category by its name, with its code. */
export function categoryName(code: string): string {
  const name = (organisationCategories as Readonly<Record<string, string>>)[code];
  return name === undefined ? code : `${name} (${code})`;
}

/** A status by its name. */
export function statusName(status: number): string {
  return (organisationStatuses as Readonly<Record<number, string>>)[status] ?? String(status);
}
