import type { MailboxMessage } from '../../apps/platform-e2e/src/testing/scene.ts';
import { type Judgement, judge, type LogToJudge } from '../chaos/judge.ts';
import type { Arrivals } from './arrivals.ts';
import type { ChangesOptions, ToldTruth } from './changes.ts';
import { expectedChanges } from './expected.ts';
import { readHistory } from './history.ts';
import { judgeDeliveries, judgeEvents, judgeRepeats, judgeTold } from './judge-arrivals.ts';
import { newRecordsOf } from './records.ts';

export interface ToJudge extends ChangesOptions, LogToJudge {
  arrivals: Arrivals;
  /** What the mail server keeps. */
  mailFile: string;
}

/** Checks everything, once the load has ended and everything runs again. */
export async function judgeAll(options: ToJudge): Promise<Judgement> {
  const { arrivals, operator, told, mailFile } = options;
  const receiver = {
    get received() {
      return arrivals.all.filter(({ path }) => path.startsWith('/known-') || path.startsWith('/new-'));
    },
    at: (path: string) => arrivals.at(path).map(({ id, body }) => ({ headers: { 'webhook-id': id }, body })),
  };
  const judgement = await judge({ ...options, receiver });
  await judgeDeliveries(operator, arrivals, judgement);
  judgeMail(mailFile, judgement);
  for (const { path } of arrivals.all)
    if (path.startsWith('/revoked-')) judgement.faults.push(`a callback at ${path}, which was revoked`);
  judgeRepeats(arrivals, judgement);
  judgeEvents(arrivals, judgement);
  const historyOf = await readHistory(options);
  judgeValues(historyOf, told, judgement);
  judgeTold(arrivals, expectedChanges(historyOf, options), judgement);
  return judgement;
}

function judgeMail(mailFile: string, judgement: Judgement): void {
  const messages = newRecordsOf<MailboxMessage>(mailFile)();
  const ids = new Set(messages.map(({ id }) => id));
  judgement.counts['emails again under the same Message-ID'] = messages.length - ids.size;
}

/** What was acknowledged is in the log, so that what is expected of the webhook is all that it must be told. */
function judgeValues(
  historyOf: Awaited<ReturnType<typeof readHistory>>,
  { values, revoked }: ToldTruth,
  judgement: Judgement,
): void {
  const users = historyOf('gatehouse.directory.user.v1');
  const grants = historyOf('gatehouse.access.grant.v1');
  const organisations = historyOf('gatehouse.directory.organisation.v1');
  const last = {
    user: (id: string) => users.get(id)?.at(-1)?.state,
    grant: (id: string) => grants.get(id)?.at(-1)?.state,
    organisation: (id: string) => organisations.get(id)?.at(-1)?.state,
  };
  for (const [what, value] of values) {
    const [kind = '', id = ''] = what.split(' ');
    const state = last[kind as keyof typeof last](id);
    if (!JSON.stringify(state ?? {}).includes(`"${value}"`))
      judgement.faults.push(`the log's last state lacks ${what} ${value}`);
  }
  const invitations = historyOf('gatehouse.invitations.invitation.v1');
  for (const id of revoked) {
    const status = invitations.get(id)?.at(-1)?.state.status;
    if (status !== 'revoked') judgement.faults.push(`invitation ${id} is ${status} after it was revoked`);
  }
  judgement.counts['invitations revoked'] = revoked.size;
}
