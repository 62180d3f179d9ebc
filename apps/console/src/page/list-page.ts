import type { z } from 'zod';
import { type List, listOf, NoAnswer, Refusal } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { pathWith } from './paths.ts';
import type { Answer } from './session-page.ts';
import type { Cells, Field, Link } from './view-model.ts';

export interface ListDeclaration<S extends z.ZodType> {
  title: string;
  intro?: string;
  /** The console's path. */
  path: string;
  /** The list of the operator's API, and the member that holds its records. */
  from: { path: string; member: string; record: S };
  /** What narrows the list: sent on as it is. */
  filters?: readonly Field[];
  page: string | undefined;
  done?: string | undefined;
  links?: readonly Link[];
  caption: string;
  columns: readonly string[];
  row: (record: z.output<S>) => readonly Cells[];
  /** What an empty list means, and what to do next. */
  empty: string;
}

const NOTHING: List<never> = { records: [], numberOfRecords: 0, page: 1, numberOfPages: 0 };

/** A filter whose value the API refused carries the sentence: those name their field. */
function withFaults(filters: readonly Field[], faults: readonly string[]): Field[] {
  return filters.map((field) => {
    const error = faults.find(
      (fault) => fault.startsWith(`${field.name}:`) || fault.startsWith(`${field.name} `),
    );
    return error === undefined ? field : { ...field, error };
  });
}

/** A choice that the address names and the page does not offer is shown as what it is: the list is narrowed by it. */
function withOwnChoice(field: Field): Field {
  const { options, value } = field;
  if (options === undefined || options.some((option) => option.value === value)) return field;
  return { ...field, options: [...options, { value, text: value }] };
}

/** A page of a list of the operator's API. What its filters have wrong is said on the page. */
export async function listPage<S extends z.ZodType>(
  manage: Manage,
  declaration: ListDeclaration<S>,
): Promise<Answer> {
  const {
    title,
    intro,
    path,
    from,
    filters = [],
    page,
    done,
    links,
    caption,
    columns,
    row,
    empty,
  } = declaration;
  const narrowed = Object.fromEntries(filters.map(({ name, value }) => [name, value]));
  const sent = Object.fromEntries(filters.map(({ name, value, sent: as }) => [name, as ?? value]));
  let faults: readonly string[] = [];
  let list: List<z.output<S>> = NOTHING;
  try {
    const schema = listOf(from.member, from.record);
    list = (await manage.get(from.path, schema, { ...sent, page })) as List<z.output<S>>;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A list is always there, but for an older release behind the gateway.
    if (error.status === 404) throw new NoAnswer(from.path, 404);
    if (error.status !== 400) throw error;
    faults = error.sentences;
  }
  const rows = list.records.map(row);
  const { numberOfRecords, numberOfPages } = list;
  return {
    view: 'list',
    status: faults.length > 0 ? 400 : 200,
    page: {
      ...{ title, intro, path, done, links, faults },
      ...(filters.length > 0 && { filters: withFaults(filters.map(withOwnChoice), faults) }),
      table: { caption, columns, rows, empty: faults.length > 0 ? 'Nothing is shown.' : empty },
      ...(faults.length === 0 && {
        paging: {
          ...{ numberOfRecords, numberOfPages, page: list.page },
          href: (number) => pathWith(path, { ...narrowed, page: number }),
        },
      }),
    },
  };
}
