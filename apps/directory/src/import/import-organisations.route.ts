import { invalidRequest } from '@gatehouse/errors';
import { charsetOf, type Route, route } from '@gatehouse/http';
import { whileFavouringSpeed } from '@gatehouse/runtime';
import { z } from 'zod';
import type { AllocateNumbers } from '../organisations/legacy-ids.store.ts';
import type { Organisations } from '../organisations/organisations.store.ts';
import type { WriteDependencies } from '../resources/write.ts';
import { decoded } from './decoded.ts';
import type { OnImported } from './import-metrics.ts';
import { importReport } from './import-report.ts';
import { importSources } from './import-sources.ts';

/** The actor of an import's events, whoever sent the file. */
const ACTOR = 'import';

const source = z
  .string({ error: 'is missing' })
  .transform((name, context) => {
    const known = importSources.get(name);
    if (known !== undefined) return known;
    const message = `should be one of ${[...importSources.keys()].join(', ')}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  })
  .meta({
    enum: [...importSources.keys()],
    description:
      'Which file of the register of schools (GIAS) the body is: establishments, groups, or the links between them.',
  });

/** A sender that gives up is a faulty request, not a failure of the platform. */
async function* untilBrokenOff(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch {
    throw invalidRequest(['The body broke off']);
  }
}

/**
 * `POST /manage/organisations/import?source=`: reconciles the organisations, or the links between them, with a register's
 * file, which is read as it arrives. `onImported` gets the report, for metrics.
 */
export function importOrganisationsRoute({
  organisations,
  allocateLegacyIds,
  published,
  clock,
  onImported,
}: {
  organisations: Organisations;
  allocateLegacyIds: AllocateNumbers;
  onImported: OnImported;
} & WriteDependencies): Route {
  return route({
    method: 'post',
    path: '/manage/organisations/import',
    access: 'operator',
    operationId: 'operatorImportOrganisations',
    summary: "Reconcile organisations with a register's file",
    described: {
      text: 'The body is the CSV file as the register publishes it, with its header, of any size. It is read as Windows-1252, unless a byte order mark or the charset of the content type says UTF-8. A faulty row is reported and left out; the others are imported.',
    },
    query: z.object({ source }),
    bodyType: 'csv',
    responses: { 200: importReport },
    async handle({ query, stream, headers, correlationId, log }) {
      const text = decoded(untilBrokenOff(stream), charsetOf(headers['content-type']));
      const origin = { actor: ACTOR, correlationId };
      const now = () => clock.now();
      const report = await whileFavouringSpeed(() =>
        query.source.import({ text, organisations, allocateLegacyIds, origin, now }),
      );
      onImported(query.source.name, report);
      const { rejected, missingIds: _, ...counts } = report;
      log.info({ source: query.source.name, ...counts, rejected: rejected.length }, 'imported');
      await published();
      return { status: 200, body: report };
    },
  });
}
