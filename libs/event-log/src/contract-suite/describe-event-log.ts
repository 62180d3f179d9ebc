import { describeBeginning } from './beginning.ts';
import { describeConsuming } from './consuming.ts';
import { describeGivenTimes } from './given-times.ts';
import { describeGroups } from './groups.ts';
import { describeLingering } from './lingering.ts';
import { describeOverlapping } from './overlapping.ts';
import { describePublishing } from './publishing.ts';
import { type EngineUnderTest, suiteFixture } from './suite-fixture.ts';

export type { EngineUnderTest } from './suite-fixture.ts';

/** Everything that the event log's port promises, as tests of one engine. */
export function describeEventLog(engineName: string, begin: () => Promise<EngineUnderTest>): void {
  describe(`event log contract on ${engineName}`, () => {
    const suite = suiteFixture(begin);
    describePublishing(suite);
    describeBeginning(suite);
    describeGivenTimes(suite);
    describeOverlapping(suite);
    describeLingering(suite);
    describeConsuming(suite);
    describeGroups(suite);
  });
}
