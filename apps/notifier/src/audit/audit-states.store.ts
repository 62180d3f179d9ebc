import { type Collection, type DocumentOf, defineCollection, documentSchema, json } from '@gatehouse/store';
import type { AuditedState } from './audited-state.ts';

/**
 * What the audit last knew of an entity, and at which version. Written only where that changed: a later version that says the
 * same is not noted.
 */
const schema = documentSchema({
  entityVersion: { type: Number, required: true },
  state: json<AuditedState>(),
});

export const auditStates = defineCollection('audit-states', schema);

export type AuditStateDocument = DocumentOf<typeof schema>;
export type AuditStates = Collection<AuditStateDocument>;

/** The id of an entity's document. Entities of two kinds may have one id. */
export function auditStateId(type: string, id: string): string {
  return `${type}/${id}`;
}
