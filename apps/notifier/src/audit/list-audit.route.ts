import { pageOf, timeRangeQuery } from '@gatehouse/contracts';
import { pageQuery, type Route, readPage, route } from '@gatehouse/http';
import { z } from 'zod';
import { auditRecord, auditRecordOf } from './audit-record.ts';
import type { AuditRecords } from './audit-records.store.ts';
import { auditedTypes } from './audited-member.ts';
import { findAuditRecords } from './find-audit-records.ts';

const query = z.object({
  actor: z.string().optional().describe('Only changes by this actor, compared whole, such as `operator`.'),
  entity: z
    .string()
    .optional()
    .describe(
      'Only changes of the entity with this id, and of grants and invitations of this user, organisation or service.',
    ),
  type: z.enum(auditedTypes).optional().describe('Only changes of entities of this type.'),
  ...timeRangeQuery,
  ...pageQuery,
});

/** `GET /manage/audit?actor=&entity=&type=&since=&until=`: the newest first. */
export function listAuditRoute({ records }: { records: Pick<AuditRecords, 'find' | 'count'> }): Route {
  return route({
    method: 'get',
    path: '/manage/audit',
    access: 'operator',
    operationId: 'operatorListAuditRecords',
    summary: 'List who changed what, the newest change first',
    described: {
      text: 'Every change of an entity makes a record, from the event that carries it. Nothing changes or deletes one but its age (`AUDIT_DAYS`). Reads and refused requests make none. No record holds personal data or a secret.',
    },
    query,
    responses: { 200: pageOf('records', auditRecord, 'auditRecords') },
    async handle({ query: { page, pageSize, ...search } }) {
      const found = await findAuditRecords(records, search);
      const { records: listed, members } = await readPage({ page, pageSize }, found.count, found.read);
      return { status: 200, body: { records: listed.map(auditRecordOf), ...members } };
    },
  });
}
