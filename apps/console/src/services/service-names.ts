import { z } from 'zod';
import { listOf, NoAnswer } from '../gateway/answers.ts';
import type { Manage } from '../gateway/gateway-client.ts';
import { code, link } from '../page/cells.ts';
import type { Cell } from '../page/view-model.ts';

const named = listOf('services', z.object({ id: z.string(), name: z.string() }));
/** The most of one page of a list. */
const MOST = 500;

/** A service, by its name where that is known, with a link to its page. */
export type ServiceCell = (serviceId: string | undefined) => Cell;

/** The names of services. Where they cannot be had, and beyond the first 500, their ids stand instead: the page is more than names. */
export async function serviceCells(manage: Manage): Promise<ServiceCell> {
  const names = new Map<string, string>();
  try {
    const { records } = await manage.get('/manage/services', named, { pageSize: MOST });
    for (const { id, name } of records) names.set(id, name);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
  return (serviceId) => {
    const name = serviceId === undefined ? undefined : names.get(serviceId);
    const href = `/operator/services/${serviceId}`;
    return name === undefined ? code(serviceId, href) : link(name, href);
  };
}
