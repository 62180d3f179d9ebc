import type { readHistory } from './history.ts';

/** A change that a webhook must have been told: by an event of that version or a later one. */
export interface ExpectedChange {
  /** As `entityOfWebhookEvent` names it. */
  entity: string;
  version: number;
  /** The member whose new value must be named; undefined where the end must be told. */
  member?: string;
}

type HistoryOf = Awaited<ReturnType<typeof readHistory>>;

interface Told {
  serviceId: string;
  organisationId: string;
}

/** The values of members that never return to an earlier one, so that no change of theirs may be skipped. */
type Values = Readonly<Record<string, string | undefined>>;

function changesBetween(entity: string, states: readonly { version: number; values: Values }[]) {
  return states.flatMap(({ version, values }, index): ExpectedChange[] =>
    Object.entries(values).flatMap(([member, value]) =>
      value === undefined || value === states[index - 1]?.values[member] ? [] : [{ entity, version, member }],
    ),
  );
}

/** By the log: every change that a webhook which sees all users, of a service with grants in the organisation, is told. */
export function expectedChanges(historyOf: HistoryOf, { serviceId, organisationId }: Told): ExpectedChange[] {
  const expected: ExpectedChange[] = [];
  for (const [id, states] of historyOf('gatehouse.directory.user.v1')) {
    const present = states.flatMap(({ version, state }) =>
      state.state === 'present' ? [{ version, state }] : [],
    );
    const names = present.map(({ version, state }) => ({ version, values: { given_name: state.givenName } }));
    expected.push(...changesBetween(`user/${id}`, names));
    const memberships = present.map(({ version, state }) => {
      const of = state.memberships.find((each) => each.organisationId === organisationId);
      return { version, values: { textIdentifier: of?.textIdentifier } };
    });
    expected.push(...changesBetween(`membership/${id}/${organisationId}`, memberships));
  }
  for (const states of historyOf('gatehouse.access.grant.v1').values()) {
    for (const [index, { version, state }] of states.entries()) {
      if (state.serviceId !== serviceId) continue;
      const entity = `grant/${state.userId}/${state.organisationId}/${state.serviceId}`;
      const before = states[index - 1]?.state;
      const was = before?.state === 'granted' ? JSON.stringify(before.identifiers) : undefined;
      if (state.state === 'removed' && was !== undefined) expected.push({ entity, version });
      if (state.state === 'granted' && JSON.stringify(state.identifiers) !== was)
        expected.push({ entity, version, member: 'identifiers' });
    }
  }
  const organisation = historyOf('gatehouse.directory.organisation.v1').get(organisationId) ?? [];
  // The load's names end with a number; before, nobody had access there.
  const named = organisation.map(({ version, state }) => ({
    version,
    values: { name: 'name' in state && /\d$/.test(state.name) ? state.name : undefined },
  }));
  expected.push(...changesBetween(`organisation/${organisationId}`, named));
  for (const [id, states] of historyOf('gatehouse.invitations.invitation.v1')) {
    const end = states.find(({ state }) => state.status === 'accepted' || state.status === 'revoked');
    if (end?.state.serviceId === serviceId)
      expected.push({ entity: `invitation/${id}`, version: end.version, member: end.state.status });
  }
  return expected;
}
