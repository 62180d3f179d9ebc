import { faultFrom, statusOfFault } from '@gatehouse/http';
import type { Logger } from '@gatehouse/runtime';
import { renderPage } from '../pages/render.ts';
import type { RegisterPageReply } from './page-replies.ts';

/** A person with a browser gets a page when something fails, which tells what to quote. */
export async function orProblemPage<R>(
  { log, correlationId }: { log: Logger; correlationId: string },
  reply: () => Promise<R>,
): Promise<R | RegisterPageReply> {
  try {
    return await reply();
  } catch (error) {
    const fault = faultFrom(error);
    if (statusOfFault[fault.code] < 500) throw error;
    log.error({ err: fault.cause ?? fault }, 'a page failed');
    const html = renderPage({ view: 'problem', correlationId });
    return fault.code === 'unavailable'
      ? { status: 503, html, headers: { 'retry-after': '1' } }
      : { status: 500, html };
  }
}
