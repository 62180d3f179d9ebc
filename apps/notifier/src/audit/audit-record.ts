import { instant } from '@gatehouse/contracts';
import { z } from 'zod';
import type { AuditRecordDocument } from './audit-records.store.ts';
import { auditedTypes } from './audited-member.ts';

const values = z.record(z.string(), z.unknown()).nullable();

const auditedEntity = z
  .object({
    type: z.enum(auditedTypes).describe('What it is.'),
    id: z.string().describe('Its id. That of a grant is `<service id>:<organisation id>:<user id>`.'),
    userId: z.string().optional().describe('The user of a grant, or of an accepted invitation.'),
    organisationId: z
      .string()
      .optional()
      .describe('The organisation of a grant, or of an invitation that names one.'),
    serviceId: z.string().optional().describe('The service of a grant or an invitation.'),
  })
  .meta({ id: 'AuditedEntity', description: 'What was changed.' });

/** One change of one entity, as the operator sees it. */
export const auditRecord = z
  .object({
    id: z.string().describe('The id of the record: a UUID in upper case.'),
    at: instant.describe('When the change was made: ISO 8601 in UTC.'),
    actor: z
      .string()
      .describe(
        'Who made it: `operator`, `client:<service id>`, `person:<user id>`, `invitation:<id>`, `registration:<id>`, `import`, or `platform`, which also stands where changes of several were skipped and the record names all.',
      ),
    action: z.enum(['created', 'changed', 'removed']).describe('What became of the entity.'),
    entity: auditedEntity.describe('What was changed.'),
    changed: z
      .array(z.string())
      .describe('The names of the members that changed, as the operator’s calls have them, by alphabet.'),
    before: values.describe(
      'The changed members before, `null` each where there was none; `null` where the entity was not there. Members that are personal or secret are missing, and of memberships those that did not change. So is a value of more than 24 KB.',
    ),
    after: values.describe('The same members after the change; `null` where the entity is gone.'),
    correlationId: z.string().describe('The request that began it.'),
  })
  .meta({
    id: 'AuditRecord',
    description: 'One change of one entity: who made it, when, by which request, and of what.',
  });

export function auditRecordOf(document: AuditRecordDocument): z.input<typeof auditRecord> {
  const { _id: id, at, actor, action, entity, correlationId, before = null, after = null } = document;
  return { id, at, actor, action, entity, changed: [...document.changed], before, after, correlationId };
}
