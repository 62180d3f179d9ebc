import {
  type Collection,
  type DocumentOf,
  defineCollection,
  documentSchema,
  json,
  optionalJson,
} from '@gatehouse/store';
import type { AuditedType } from './audited-member.ts';
import type { EntityName } from './audited-state.ts';
import type { Difference } from './difference.ts';

const text = { type: String, required: true } as const;

/** One change of one entity. Its id is made from the event's, so that an event makes one record however often it comes. */
const schema = documentSchema({
  at: text,
  /** What records are listed by: `at`, the entity's version and the record's id, so that no two are equal. */
  sortKey: text,
  actor: text,
  action: json<Difference['action']>(),
  entityType: json<AuditedType>(),
  entity: json<EntityName>(),
  changed: json<readonly string[]>(),
  before: optionalJson<NonNullable<Difference['before']>>(),
  after: optionalJson<NonNullable<Difference['after']>>(),
  correlationId: text,
  /** What it is found by: the entity's own id, and the user, organisation and service that it is or refers to. */
  entityKey: text,
  userKey: String,
  organisationKey: String,
  serviceKey: String,
});
// Unique so that they cover only the records that have the member, and serve the order without ties.
schema.index({ sortKey: 1 }, { name: 'listed', unique: true });
schema.index({ actor: 1, sortKey: 1 }, { name: 'by_actor', unique: true });
schema.index({ entityType: 1, sortKey: 1 }, { name: 'by_type', unique: true });
schema.index({ entityKey: 1, sortKey: 1 }, { name: 'by_entity', unique: true });
schema.index({ userKey: 1, sortKey: 1 }, { name: 'by_user', unique: true });
schema.index({ organisationKey: 1, sortKey: 1 }, { name: 'by_organisation', unique: true });
schema.index({ serviceKey: 1, sortKey: 1 }, { name: 'by_service', unique: true });

export const auditRecords = defineCollection('audit-records', schema);

export type AuditRecordDocument = DocumentOf<typeof schema>;
export type AuditRecords = Collection<AuditRecordDocument>;

const VERSION_DIGITS = 16;

/** Orders records by time, those of one instant by the entity's version. */
export function sortKeyOf({ at, version, id }: { at: string; version: number; id: string }): string {
  return `${at}/${String(version).padStart(VERSION_DIGITS, '0')}/${id}`;
}

/** The types whose own ids are among those that others refer to, and the member that such an id is found by. */
const OWN_KEYS = { user: 'userKey', organisation: 'organisationKey', service: 'serviceKey' } as const;

/** What a record is found by. */
export function keysOf(entity: EntityName) {
  const { type, id, userId, organisationId, serviceId } = entity;
  const own = type in OWN_KEYS ? { [OWN_KEYS[type as keyof typeof OWN_KEYS]]: id } : {};
  return {
    entityType: type,
    entityKey: id,
    ...(userId !== undefined && { userKey: userId }),
    ...(organisationId !== undefined && { organisationKey: organisationId }),
    ...(serviceId !== undefined && { serviceKey: serviceId }),
    ...own,
  };
}
